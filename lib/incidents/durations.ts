import type { IncidentDurations } from './contract'

type Times = { openedAt: Date; resolvedAt: Date | null }
type AlertTimes = { firstAt: Date; openedAt: Date; acknowledgedAt: Date | null }
type EntryTime = { kind: string; at: Date }

/** When the trouble began: with the first of its alerts, or when somebody opened the incident. */
export function beganAt(incident: Times, alerts: readonly AlertTimes[]): Date {
  return earliest([incident.openedAt, ...alerts.map(({ firstAt }) => firstAt)])
}

/**
 * Time to detect, to acknowledge and to resolve, each from the beginning of the trouble. Taken on means: an alert was
 * acknowledged, somebody was assigned, or the incident was moved for the first time.
 */
export function durationsOf(
  incident: Times,
  alerts: readonly AlertTimes[],
  entries: readonly EntryTime[],
): IncidentDurations {
  const began = beganAt(incident, alerts)
  const since = (at: Date | undefined) => (at === undefined ? null : Math.max(0, at.getTime() - began.getTime()))
  const noticed = earliest([incident.openedAt, ...alerts.map(({ openedAt }) => openedAt)])
  const taken = [
    ...alerts.flatMap(({ acknowledgedAt }) => acknowledgedAt ?? []),
    ...entries.filter(({ kind }) => kind === 'state' || kind === 'assigned').map(({ at }) => at),
  ]
  return {
    detectMs: since(noticed),
    acknowledgeMs: since(taken.length === 0 ? undefined : earliest(taken)),
    resolveMs: since(incident.resolvedAt ?? undefined),
  }
}

function earliest(times: readonly Date[]): Date {
  return new Date(Math.min(...times.map(Number)))
}
