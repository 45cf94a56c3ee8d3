import type { Prisma, Tx } from '../../db'
import { logger } from '../../logger'
import { isOpen, timesOf } from '../../maintenance'
import { getCompanySettings, isTimeZone } from '../../settings'
import { type AlertIdentity, type AlertScope, isMeant } from './scope'

type Suppressor = { scope: AlertScope; reason: string }

/**
 * What keeps alerts from being told at `now`: reads the active silences and the enabled maintenance windows once, and
 * answers a function from an alert to the reason ("Silenced until 28 Nov 2026, 14:00 by Kim: database move",
 * "Maintenance: weekly update"), or to undefined when it may be told. A silence comes before a window, the one that
 * lasts longest first.
 */
export async function suppressionAt(tx: Tx, now: Date): Promise<(alert: AlertIdentity) => string | undefined> {
  const suppressors = [...(await activeSilences(tx, now)), ...(await openWindows(tx, now))]
  return (alert) => suppressors.find(({ scope }) => isMeant(scope, alert))?.reason
}

async function activeSilences(tx: Tx, now: Date): Promise<Suppressor[]> {
  const silences = await tx.silence.findMany({
    where: { startsAt: { lte: now }, endsAt: { gt: now }, endedAt: null },
    orderBy: { endsAt: 'desc' },
  })
  if (silences.length === 0) return []
  const { timeZone } = await getCompanySettings(tx)
  const format = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short', timeZone })
  return silences.map((silence) => ({
    scope: silence,
    reason: `Silenced until ${format.format(silence.endsAt)} by ${silence.createdByName}: ${silence.reason}`,
  }))
}

async function openWindows(tx: Tx, now: Date): Promise<Suppressor[]> {
  const windows = await tx.maintenanceWindow.findMany({ where: { isEnabled: true }, orderBy: { id: 'asc' } })
  return windows
    .filter((window) => isOpenHere(window, now))
    .map((window) => ({ scope: window, reason: `Maintenance: ${window.name}` }))
}

function isOpenHere(window: Prisma.MaintenanceWindowGetPayload<object>, now: Date): boolean {
  if (isTimeZone(window.timeZone)) return isOpen(timesOf(window), now)
  // Another instance may know it. Telling too much is better than ending the evaluation.
  logger.warn('A maintenance window is in a time zone that this system does not know', { window: window.name })
  return false
}
