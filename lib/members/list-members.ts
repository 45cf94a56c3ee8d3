import type { Context } from '../context'
import { getDb } from '../db'
import { toPage } from '../paging'
import { toWire } from '../wire'
import type { MemberPage, MemberQuery } from './contract'

/** Members, newest first, without anything secret. */
export async function listMembers(_ctx: Context, { cursor, limit }: MemberQuery): Promise<MemberPage> {
  const rows = await getDb().user.findMany({
    where: cursor === undefined ? {} : { id: { lt: cursor } },
    select: { id: true, name: true, email: true, role: true, disabledAt: true, lastLoginAt: true },
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  return toPage(toWire(rows), limit)
}
