import { getDb } from '../db'
import type { TimelineEntry } from './contract'

/** More than an incident of days has; a storm beyond it stands in the list of deliveries. */
const maxDeliveries = 500

type AlertTitle = { id: string; title: string }
type DeliveryRow = {
  id: string
  alertId: string | null
  channelId: string
  kind: string
  status: string
  attempts: number
  lastError: string | null
  isMaybeRepeated: boolean
  createdAt: Date
  finishedAt: Date | null
}

/** Which channel was told what of these alerts, and which could not be told. */
export async function deliveryLines(alerts: readonly AlertTitle[]): Promise<TimelineEntry[]> {
  if (alerts.length === 0) return []
  const rows = await getDb().delivery.findMany({
    where: { alertId: { in: alerts.map(({ id }) => id) } },
    omit: { message: true },
    orderBy: { id: 'asc' },
    take: maxDeliveries,
  })
  const channels = await getDb().alertChannel.findMany({
    where: { id: { in: [...new Set(rows.map(({ channelId }) => channelId))] } },
    select: { id: true, name: true },
  })
  const titles = new Map(alerts.map(({ id, title }) => [id, title]))
  const names = new Map(channels.map(({ id, name }) => [id, name]))
  return rows.map((row) => lineOf(row, titles.get(row.alertId ?? '') ?? '', names.get(row.channelId)))
}

function lineOf(row: DeliveryRow, title: string, channel = 'A removed channel'): TimelineEntry {
  return {
    id: `delivery:${row.id}`,
    at: (row.finishedAt ?? row.createdAt).toISOString(),
    kind: 'delivery',
    text: `${channel} ${outcome(row, whatWasSaid(row.kind, title))}`,
    byName: null,
    href: `/dashboard/alerts/${row.alertId}`,
  }
}

function outcome({ status, attempts, lastError, isMaybeRepeated }: DeliveryRow, what: string): string {
  const why = lastError === null ? '' : `: ${lastError}`
  switch (status) {
    case 'SENT':
      return `was told ${what}${attempts > 1 ? `, at try ${attempts}` : ''}${isMaybeRepeated ? ', perhaps twice' : ''}`
    case 'DEAD':
      return `could not be told ${what}, given up after ${attempts === 1 ? 'one try' : `${attempts} tries`}${why}`
    case 'CANCELLED':
      return `was not told ${what}, because it was not needed any more`
    default:
      return attempts === 0 ? `is about to be told ${what}` : `has not been told ${what} yet, try ${attempts}${why}`
  }
}

function whatWasSaid(kind: string, title: string): string {
  switch (kind) {
    case 'firing':
      return `that “${title}” fires`
    case 'repeat':
      return `that “${title}” goes on`
    case 'resolved':
      return `that “${title}” is over`
    case 'escalation':
      return `that nobody has acknowledged “${title}”`
    default:
      return `about “${title}”`
  }
}
