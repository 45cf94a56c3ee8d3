import type { Context } from '../../context'
import { getDb } from '../../db'
import { deliveryCounts, toChannel, toType } from './channel-view'
import type { AlertChannel, AlertChannelList } from './contract'
import { channelTypes } from './registry'
import { requireChannel } from './require-channel'

/** All channels, those of the environment first, then as they were made; and what kinds there are. */
export async function listChannels(ctx: Context): Promise<AlertChannelList> {
  const rows = await getDb().alertChannel.findMany({ where: { deletedAt: null }, orderBy: { id: 'asc' } })
  const counts = await deliveryCounts(
    rows.map(({ id }) => id),
    ctx.now(),
  )
  return {
    items: rows.map((row) => toChannel(row, counts.get(row.id))),
    nextCursor: null,
    types: channelTypes.map(toType),
  }
}

/** One channel. Throws NOT_FOUND. */
export async function getChannel(ctx: Context, id: string): Promise<AlertChannel> {
  const row = await requireChannel(getDb(), id)
  return toChannel(row, (await deliveryCounts([id], ctx.now())).get(id))
}
