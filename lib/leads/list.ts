import type { Context } from '../context'
import { getDb, type Prisma } from '../db'
import { literalPattern, toPage } from '../paging'
import { toWire } from '../wire'
import type { LeadPage, LeadQuery } from './contract'

/** Leads, newest first. */
export async function listLeads(_ctx: Context, query: LeadQuery): Promise<LeadPage> {
  const rows = await getDb().lead.findMany({
    where: {
      ...(query.cursor === undefined ? {} : { id: { lt: query.cursor } }),
      ...(query.status === undefined ? {} : { status: query.status }),
      ...(query.search === undefined ? {} : { OR: matches(query.search) }),
    },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPage(toWire(rows), query.limit)
}

function matches(search: string): Prisma.LeadWhereInput[] {
  const text = { contains: literalPattern(search), mode: 'insensitive' } as const
  return [{ name: text }, { email: text }, { phone: text }, { course: text }]
}
