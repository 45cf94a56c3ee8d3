import { z } from 'zod'
import type { Context } from '../context'
import { getDb } from '../db'
import { AppError } from '../errors'
import { alertInclude, toAlert } from './alert-view'
import { type AlertDetail, Change, Fact } from './contract'
import { channelNames } from './deliver/channel-names'
import { toDelivery } from './deliver/delivery-view'
import { readRunbook } from './rules'
import { readSentryUrl } from './sentry-url'

/** So many deliveries of one alert are shown; the ledger has all. */
const maxDeliveries = 50

/** One alert with what is known, what changed before it, and who was told. Throws NOT_FOUND. */
export async function getAlert(_ctx: Context, id: string): Promise<AlertDetail> {
  const db = getDb()
  const row = await db.alert.findUnique({ where: { id }, include: alertInclude })
  if (!row) throw new AppError('NOT_FOUND', 'There is no such alert.')
  const deliveries = await db.delivery.findMany({
    where: { alertId: id },
    orderBy: { id: 'asc' },
    take: maxDeliveries,
  })
  const names = await channelNames(deliveries.map(({ channelId }) => channelId))
  return {
    ...toAlert(row),
    facts: z.array(Fact).parse(row.facts),
    changes: z.array(Change).parse(row.changes),
    firstEventId: row.firstEventId,
    lastEventId: row.lastEventId,
    sentryUrl: await readSentryUrl(db, row),
    runbook: await readRunbook(row.rule),
    deliveries: deliveries.map((delivery) => toDelivery(delivery, names.get(delivery.channelId))),
  }
}
