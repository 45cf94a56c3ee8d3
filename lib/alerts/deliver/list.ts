import type { Context } from '../../context'
import { getDb } from '../../db'
import { toPage } from '../../paging'
import { channelNames } from './channel-names'
import type { DeliveryPage, DeliveryQuery } from './contract'
import { toDelivery } from './delivery-view'

/** What was sent or waits to be, newest first. */
export async function listDeliveries(_ctx: Context, query: DeliveryQuery): Promise<DeliveryPage> {
  const { cursor, limit, status, channelId, alertId, kind } = query
  const rows = await getDb().delivery.findMany({
    where: {
      ...(cursor === undefined ? {} : { id: { lt: cursor } }),
      ...(status === undefined ? {} : { status }),
      ...(channelId === undefined ? {} : { channelId }),
      ...(alertId === undefined ? {} : { alertId }),
      ...(kind === undefined ? {} : { kind }),
    },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  const names = await channelNames(rows.map((row) => row.channelId))
  return toPage(
    rows.map((row) => toDelivery(row, names.get(row.channelId))),
    limit,
  )
}
