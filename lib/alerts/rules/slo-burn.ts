import { z } from 'zod'
import { dayMs, minuteMs } from '../../clock'
import type { Tx } from '../../db'
import { minuteSums, minutesOf, requestMinutes, requestTotals } from '../../metrics'
import { excludedStretches, getSloTargets } from '../../slo'
import { allWindowMinutes, type BurnLimits, budgetDays, findBurn, type Totals } from './burn-rate'
import { conditionRule } from './rule'
import { threshold } from './threshold'
import { counted, spanOf } from './wording'

const speed = (title: string, description: string, fallback: number) =>
  threshold({
    title,
    description,
    unit: 'times the allowed speed',
    default: fallback,
    minimum: 0.1,
    maximum: 1_000,
    isWhole: false,
  })

const Settings = z.strictObject({
  minimumErrors: threshold({
    title: 'Fewest failures',
    description: 'With fewer failed requests nothing is said, however few requests there were',
    unit: 'failed requests',
    default: 3,
    minimum: 1,
    maximum: 10_000,
  }),
  burn1h: speed('In an hour', 'Critical: above this over 1 hour and the last 5 minutes', 14.4),
  burn6h: speed('In six hours', 'Critical: above this over 6 hours and the last 30 minutes', 6),
  burn24h: speed('In a day', 'Medium: above this over 24 hours and the last 2 hours', 3),
  burn72h: speed('In three days', 'Medium: above this over 72 hours and the last 6 hours', 1),
  look1h: speed('Worth a look', 'Low: above this over 1 hour', 0.5),
})

const longestMinutes = Math.max(...allWindowMinutes)
const longestBefore = (at: Date) => new Date(at.getTime() - longestMinutes * minuteMs)

/** The target is what the company promises, not a number of this rule. */
async function withTarget(tx: Tx, settings: Omit<BurnLimits, 'targetPercent'>): Promise<BurnLimits> {
  return { ...settings, targetPercent: (await getSloTargets(tx)).availabilityPercent }
}

/** So many requests fail that the month's target is in danger: availability, by burn rates over two windows at once. */
export const sloBurn = conditionRule({
  name: 'slo-burn',
  title: 'Too many failed requests',
  description: 'Requests fail so much faster than the target allows that the month’s budget is in danger.',
  severity: 'critical',
  settings: Settings,
  async evaluate(tx, { now, settings }) {
    const limits = await withTarget(tx, settings)
    // What was planned, and what a founder took out of the budget, burns none of it.
    const except = await excludedStretches(tx, { from: longestBefore(now), to: now })
    const windows = await requestTotals(tx, { to: now, windowMinutes: allWindowMinutes, except })
    const ofWindow = (minutes: number) => windows.find((window) => window.minutes === minutes)
    const burn = findBurn((minutes) => ofWindow(minutes) ?? { requests: 0, errors: 0 }, limits)
    if (!burn) return []
    // Of the short window: a lone failure of hours ago is not where this began.
    const { firstErrorAt, lastErrorAt } = ofWindow(burn.shortMinutes) ?? {}
    return [
      {
        source: 'daybook',
        // What pages somebody ends minutes after the failures do, while the slow windows still have them for hours.
        subject: burn.severity,
        severity: burn.severity,
        sentence: sentence(burn.totals, burn.longMinutes, burn.rate),
        facts: [
          { name: 'Target', value: `${limits.targetPercent} % of requests in ${budgetDays} days` },
          { name: 'Speed', value: `${Number(burn.rate.toPrecision(3))} times what the target allows` },
        ],
        firstAt: firstErrorAt ?? now,
        lastAt: lastErrorAt ?? now,
      },
    ]
  },
  async history(tx, { from, to, settings }) {
    const limits = await withTarget(tx, settings)
    const stretch = { from: longestBefore(from), to }
    const except = await excludedStretches(tx, stretch)
    const isMeant = ({ at }: { at: Date }) => !except.some((left) => at >= left.from && at < left.to)
    const minutes = (await requestMinutes(tx, stretch)).filter(isMeant)
    const requests = minuteSums(stretch, minutes, (minute) => minute.requests)
    const errors = minuteSums(stretch, minutes, (minute) => minute.errors)
    return [...minutesOf({ from, to })].flatMap((at) => {
      const burn = findBurn((last) => ({ requests: requests(at, last), errors: errors(at, last) }), limits)
      return burn ? [{ at, source: 'daybook', subject: burn.severity }] : []
    })
  },
})

function sentence({ requests, errors }: Totals, minutes: number, rate: number): string {
  const failed = `${errors.toLocaleString('en')} of ${counted(requests, 'request')} failed within ${spanOf(minutes * minuteMs)}.`
  if (rate <= 1) return `${failed} That is within the target, but worth a look.`
  return `${failed} At this speed the failures that the target allows for ${budgetDays} days are used up in ${spanOf((budgetDays * dayMs) / rate)}.`
}
