import { minuteMs } from '../../clock'
import type { AlertSettings } from '../contract'
import type { Moment, Rule } from './rule'

/** An alert that would have been, and what one channel would have been told of it but "resolved". */
export type SimulatedAlert = { openedAt: Date; lastAt: Date; messages: number }

export type Telling = Pick<AlertSettings, 'cooldownMinutes' | 'reminderMinutes'>

/** How long without another event until an alert of an event rule is over (contracts §6). */
const quietMs = 30 * minuteMs
/** A condition that is false at two evaluations in a row is over: the second minute without it. */
const recoveryMs = 2 * minuteMs

/**
 * The alerts that these moments (oldest first) would have become: one at a time per source and subject, told when it
 * opens, again while it lasts, and never within the cooldown. A notice opens nothing and is told every time. Pure.
 */
export function simulate(rule: Rule, moments: readonly Moment[], telling: Telling): SimulatedAlert[] {
  if (rule.kind === 'event' && rule.isNotice)
    return moments.map(({ at }) => ({ openedAt: at, lastAt: at, messages: 1 }))
  const gapMs = rule.kind === 'event' ? quietMs : recoveryMs
  const fingerprints = Map.groupBy(moments, ({ source, subject }) => JSON.stringify([source, subject]))
  return [...fingerprints.values()]
    .flatMap((ofOne) => alertsOf(ofOne, gapMs, telling))
    .sort((a, b) => a.openedAt.getTime() - b.openedAt.getTime())
}

function alertsOf(moments: readonly Moment[], gapMs: number, telling: Telling): SimulatedAlert[] {
  const alerts: SimulatedAlert[] = []
  let toldMs = Number.NEGATIVE_INFINITY
  for (const { at } of moments) {
    let alert = alerts.at(-1)
    if (!alert || at.getTime() - alert.lastAt.getTime() >= gapMs) {
      alert = { openedAt: at, lastAt: at, messages: 0 }
      alerts.push(alert)
    }
    alert.lastAt = at
    const waitMinutes = alert.messages === 0 ? telling.cooldownMinutes : telling.reminderMinutes
    if (at.getTime() - toldMs < waitMinutes * minuteMs) continue
    alert.messages += 1
    toldMs = at.getTime()
  }
  return alerts
}
