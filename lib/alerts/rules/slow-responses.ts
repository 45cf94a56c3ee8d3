import { z } from 'zod'
import { minuteMs } from '../../clock'
import type { Tx } from '../../db'
import { costliestRoute, durationMinutes, minuteSums, minutesOf, percentile, percentileOf, sumOf } from '../../metrics'
import type { Fact } from '../contract'
import { conditionRule, type Finding } from './rule'
import { threshold } from './threshold'
import { waitText } from './wait-text'
import { counted } from './wording'

const windowMinutes = 5
const slowest = 0.95

const Settings = z.strictObject({
  lowMs: threshold({
    title: 'Slow',
    description: 'Fires, with low severity, when one request in twenty takes longer than this',
    unit: 'ms',
    default: 1_000,
    minimum: 50,
    maximum: 30_000,
  }),
  mediumMs: threshold({
    title: 'Very slow',
    description: 'Fires, with medium severity, when one request in twenty takes longer than this',
    unit: 'ms',
    default: 2_000,
    minimum: 50,
    maximum: 30_000,
  }),
  minimumRequests: threshold({
    title: 'Fewest requests',
    description: 'With fewer requests in five minutes nothing is said: a single slow one would decide',
    unit: 'requests',
    default: 20,
    minimum: 1,
    maximum: 100_000,
  }),
})
type Limits = z.output<typeof Settings>

/** How bad it is that a twentieth of so many requests took longer than this; undefined when it is not. */
function severityOf(p95Ms: number | null, requests: number, limits: Limits): 'medium' | 'low' | undefined {
  if (p95Ms === null || requests < limits.minimumRequests) return undefined
  if (p95Ms > limits.mediumMs) return 'medium'
  return p95Ms > limits.lowMs ? 'low' : undefined
}

/** People wait: the 95th percentile of all instances' requests in the last five minutes is too high. */
export const slowResponses = conditionRule({
  name: 'slow-responses',
  title: 'Slow responses',
  description: 'One request in twenty took longer than a second in the last five minutes.',
  severity: 'medium',
  settings: Settings,
  async evaluate(tx, { now, settings: limits }) {
    const stretch = { from: new Date(now.getTime() - windowMinutes * minuteMs), to: now }
    const { ms, requests } = await percentile(tx, { ...stretch, p: slowest })
    const severity = severityOf(ms, requests, limits)
    if (!severity || ms === null) return []
    const limitMs = severity === 'medium' ? limits.mediumMs : limits.lowMs
    return [await finding(tx, stretch, { severity, limitMs, p95Ms: ms, requests })]
  },
  async history(tx, { from, to, settings: limits }) {
    const stretch = { from: new Date(from.getTime() - windowMinutes * minuteMs), to }
    const minutes = await durationMinutes(tx, stretch)
    const sums = (minutes[0]?.buckets ?? []).map((_, bucket) =>
      minuteSums(stretch, minutes, ({ buckets }) => buckets[bucket] ?? 0),
    )
    const isSlow = (at: Date) => {
      const buckets = sums.map((sumOfLast) => sumOfLast(at, windowMinutes))
      return severityOf(percentileOf(buckets, slowest), sumOf(buckets), limits) !== undefined
    }
    return [...minutesOf({ from, to })].filter(isSlow).map((at) => ({ at, source: 'daybook' }))
  },
})

async function finding(
  tx: Tx,
  stretch: { from: Date; to: Date },
  {
    severity,
    limitMs,
    p95Ms,
    requests,
  }: { severity: 'medium' | 'low'; limitMs: number; p95Ms: number; requests: number },
): Promise<Finding> {
  const minutes = await durationMinutes(tx, stretch)
  const firstSlow = minutes.find(({ buckets }) => (percentileOf(buckets, slowest) ?? 0) > limitMs)
  const route = await costliestRoute(tx, stretch)
  const facts: Fact[] = [
    { name: '95th percentile', value: waitText(p95Ms) },
    { name: 'Requests', value: requests.toLocaleString('en') },
  ]
  if (route)
    facts.push({
      name: 'Most of the time went into',
      value: `${route.method} ${route.route} (${counted(route.requests, 'request')}, ${waitText(route.averageMs)} each)`,
    })
  return {
    source: 'daybook',
    severity,
    sentence: `One request in twenty took longer than ${waitText(p95Ms)} in the last ${windowMinutes} minutes.`,
    facts,
    firstAt: firstSlow?.at ?? stretch.to,
    lastAt: stretch.to,
  }
}
