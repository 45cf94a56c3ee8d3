import { minuteMs } from '../../clock'
import type { AlertSettings } from '../contract'
import { decide, type Told } from '../evaluate/decide'
import type { Moment, Rule } from './rule'

/** An alert that would have been, and what one channel would have been told of it but "resolved". */
export type SimulatedAlert = { openedAt: Date; lastAt: Date; messages: number }

export type Telling = Pick<AlertSettings, 'cooldownMinutes' | 'reminderMinutes'>

/** How long without another event until an alert of an event rule is over (contracts §6). */
const quietMs = 30 * minuteMs
/** A condition that is false at two evaluations in a row is over: the second minute without it. */
const recoveryMs = 2 * minuteMs

/**
 * The alerts that these moments (oldest first) would have become: one at a time per source and subject, and what `decide`
 * would have told of them, minute by minute, while they were open. A notice opens nothing and is told every time. Pure.
 */
export function simulate(rule: Rule, moments: readonly Moment[], telling: Telling): SimulatedAlert[] {
  if (rule.kind === 'event' && rule.isNotice)
    return moments.map(({ at }) => ({ openedAt: at, lastAt: at, messages: 1 }))
  const fingerprints = Map.groupBy(moments, ({ source, subject }) => JSON.stringify([source, subject]))
  return [...fingerprints.values()]
    .flatMap((ofOne) => alertsOf(rule.kind, ofOne, telling))
    .sort((a, b) => a.openedAt.getTime() - b.openedAt.getTime())
}

function alertsOf(kind: Rule['kind'], moments: readonly Moment[], telling: Telling): SimulatedAlert[] {
  const gapMs = kind === 'event' ? quietMs : recoveryMs
  let told: Told | undefined
  return stretchesOf(moments, gapMs).map((times, index) => {
    const [openedMs, lastMs] = [times[0] ?? 0, times.at(-1) ?? 0]
    let count = 0
    let messages = 0
    for (let ms = openedMs; ms < lastMs + gapMs; ms += minuteMs) {
      while ((times[count] ?? Number.POSITIVE_INFINITY) <= ms) count += 1
      const alert = { id: String(index), state: 'FIRING', kind, count } as const
      const now = new Date(ms)
      if (!decide({ alert, told, isHeldBack: false, now, ...inMs(telling) })) continue
      messages += 1
      told = { lastFiringAt: now, lastCount: count, owesResolvedOf: alert.id }
    }
    return { openedAt: new Date(openedMs), lastAt: new Date(lastMs), messages }
  })
}

const inMs = ({ cooldownMinutes, reminderMinutes }: Telling) => ({
  cooldownMs: cooldownMinutes * minuteMs,
  reminderMs: reminderMinutes * minuteMs,
})

/** The times of each alert: a new one begins where the last one was over. */
function stretchesOf(moments: readonly Moment[], gapMs: number): number[][] {
  const stretches: number[][] = []
  for (const { at } of moments) {
    const current = stretches.at(-1)
    const ms = at.getTime()
    if (current && ms - (current.at(-1) ?? 0) < gapMs) current.push(ms)
    else stretches.push([ms])
  }
  return stretches
}
