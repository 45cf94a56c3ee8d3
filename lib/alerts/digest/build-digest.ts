import { findLatestCheckpoint } from '../../audit/ledger'
import type { DigestContent } from './contract'
import type { DigestDay } from './digest-day'
import { headlineOf } from './digest-text'
import { findActions } from './find-actions'
import { findChannels, findLastBackup, findSlo } from './find-health'
import { findNewErrors } from './find-new-errors'
import { findSignIns } from './find-sign-ins'
import { findAlerts, findIncidents } from './find-troubles'

/** Everything there is to say about a day, up to `now` while it lasts. Reads one thing after the other: nobody waits for it. */
export async function buildDigest(day: DigestDay, now: Date): Promise<DigestContent> {
  const { events, errors, top } = await findActions(day)
  const to = now < day.to ? now : day.to
  const soFar = { ...day, to }
  const facts = {
    day: day.day,
    timeZone: day.timeZone,
    from: day.from.toISOString(),
    to: to.toISOString(),
    events,
    errors,
    newErrors: await findNewErrors(soFar),
    topActions: top,
    signIns: await findSignIns(soFar),
    alerts: await findAlerts(soFar),
    incidents: await findIncidents(soFar),
    slo: await findSlo(soFar),
    lastBackupAt: await findLastBackup(soFar),
    channels: await findChannels(soFar),
    checkpoint: (await findLatestCheckpoint())?.note ?? null,
  }
  return { ...facts, headline: headlineOf(facts) }
}
