import type { Context } from '../../context'
import { getDb } from '../../db'
import type { AlertInboundList } from './contract'
import { inboundColumns, toInbound } from './inbound-view'

/** The addresses that are open, newest first. */
export async function listInbound(_ctx: Context): Promise<AlertInboundList> {
  const rows = await getDb().alertInbound.findMany({
    where: { revokedAt: null },
    select: inboundColumns,
    orderBy: { id: 'desc' },
  })
  return { items: rows.map(toInbound), nextCursor: null }
}
