import { getDb } from '../../db'
import { AlertSeverity, AlertState } from '../contract'
import type { DailyAlert, DailyIncident } from './contract'
import type { DigestDay } from './digest-day'

const maxRows = 30

/** Alerts that were open at some time of the day, newest first. */
export async function findAlerts({ from, to }: DigestDay): Promise<DailyAlert[]> {
  const rows = await getDb().alert.findMany({
    where: { openedAt: { lt: to }, OR: [{ resolvedAt: null }, { resolvedAt: { gte: from } }] },
    orderBy: { id: 'desc' },
    take: maxRows,
  })
  return rows.map((row) => ({
    id: row.id,
    title: row.title,
    sentence: row.sentence,
    severity: AlertSeverity.parse(row.severity),
    state: AlertState.parse(row.state),
    count: row.count,
    firstAt: row.firstAt.toISOString(),
    durationMs: row.resolvedAt && row.resolvedAt.getTime() - row.firstAt.getTime(),
  }))
}

/** Incidents that were not resolved at some time of the day, newest first. */
export async function findIncidents({ from, to }: DigestDay): Promise<DailyIncident[]> {
  const rows = await getDb().incident.findMany({
    where: { openedAt: { lt: to }, OR: [{ resolvedAt: null, closedAt: null }, { resolvedAt: { gte: from } }] },
    orderBy: { number: 'desc' },
    take: maxRows,
  })
  return rows.map((row) => ({
    id: row.id,
    number: row.number,
    title: row.title,
    class: row.class,
    state: row.state,
    durationMs: row.resolvedAt && row.resolvedAt.getTime() - row.openedAt.getTime(),
  }))
}
