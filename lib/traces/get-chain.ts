import { listEvents } from '../audit'
import { AuditListQuery } from '../audit/contract'
import { getDb } from '../db'
import type { Chain, ChainItem } from './contract'

/** Shown of each kind: a program that sends one id with everything must not make a page of a million rows. */
const most = 200

/**
 * Everything that carries one correlation id, oldest first: events of the trail (through its search index), alerts, messages about
 * them and attempts of jobs. Of each kind the newest 200. Nothing at all is an empty chain, not an error.
 */
export async function getChain(correlationId: string): Promise<Chain> {
  const newest = { where: { correlationId }, orderBy: { id: 'desc' }, take: most + 1 } as const
  const [events, alerts, deliveries, runs] = await Promise.all([
    listEvents(AuditListQuery.parse({ correlationId, limit: String(most) })),
    getDb().alert.findMany(newest),
    getDb().delivery.findMany(newest),
    getDb().jobRun.findMany(newest),
  ])
  const names = await channelNames(deliveries.map(({ channelId }) => channelId))
  const items: ChainItem[] = [
    ...events.data.map((event) => ({ kind: 'event' as const, id: event.id, at: event.occurredAt, event })),
    ...alerts.slice(0, most).map(({ openedAt, ...alert }) => ({ ...alert, kind: 'alert' as const, at: iso(openedAt) })),
    ...deliveries.slice(0, most).map(({ kind, channelId, createdAt, ...delivery }) => ({
      ...delivery,
      kind: 'delivery' as const,
      at: iso(createdAt),
      message: kind,
      channel: names.get(channelId) ?? 'a removed channel',
    })),
    ...runs.slice(0, most).map(({ startedAt, ...run }) => ({ ...run, kind: 'job' as const, at: iso(startedAt) })),
  ]
  const isCut = events.pagination.nextCursor !== null || [alerts, deliveries, runs].some(({ length }) => length > most)
  return { correlationId, items: items.sort(byTime), isCut }
}

const iso = (at: Date) => at.toISOString()

/** What happened in the same millisecond stands in the order in which one leads to the other. */
const order = { event: 0, job: 1, alert: 2, delivery: 3 } as const

const byTime = (a: ChainItem, b: ChainItem): number =>
  a.at.localeCompare(b.at) || order[a.kind] - order[b.kind] || a.id.localeCompare(b.id)

async function channelNames(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const channels = await getDb().alertChannel.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true },
  })
  return new Map(channels.map(({ id, name }) => [id, name]))
}
