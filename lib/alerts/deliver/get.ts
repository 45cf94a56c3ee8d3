import type { Context } from '../../context'
import { getDb } from '../../db'
import { AppError } from '../../errors'
import { channelNames } from './channel-names'
import type { DeliveryDetail } from './contract'
import { toDeliveryDetail } from './delivery-view'

/** One delivery with what it says and every attempt. Throws NOT_FOUND. */
export async function getDelivery(_ctx: Context, id: string): Promise<DeliveryDetail> {
  const row = await getDb().delivery.findUnique({
    where: { id },
    include: { tries: { orderBy: { attempt: 'asc' } } },
  })
  if (!row) throw new AppError('NOT_FOUND', 'There is no such delivery.')
  return toDeliveryDetail(row, (await channelNames([row.channelId])).get(row.channelId))
}
