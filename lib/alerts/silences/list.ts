import type { Context } from '../../context'
import { getDb, type Prisma } from '../../db'
import { toPage } from '../../paging'
import type { SilencePage, SilenceQuery } from './contract'
import { toSilence } from './silence-view'

/** Silences, newest first: all, those in force or still to come, or those that are over. */
export async function listSilences(ctx: Context, query: SilenceQuery): Promise<SilencePage> {
  const now = ctx.now()
  const rows = await getDb().silence.findMany({
    where: {
      ...(query.cursor === undefined ? {} : { id: { lt: query.cursor } }),
      ...(query.active === undefined ? {} : query.active ? notOver(now) : { NOT: notOver(now) }),
    },
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPage(
    rows.map((row) => toSilence(row, now)),
    query.limit,
  )
}

const notOver = (now: Date): Prisma.SilenceWhereInput => ({ endedAt: null, endsAt: { gt: now } })
