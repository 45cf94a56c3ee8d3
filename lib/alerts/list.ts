import type { Context } from '../context'
import { getDb, Prisma } from '../db'
import { toPage } from '../paging'
import { alertInclude, toAlert } from './alert-view'
import { activeChannels } from './channels'
import type { AlertPage, AlertQuery } from './contract'
import { alertSeverities } from './severities'

const open = ['FIRING', 'ACKNOWLEDGED']

/** Alerts, newest first; the open ones with the worst first, because somebody has to begin somewhere. */
export async function listAlerts(_ctx: Context, query: AlertQuery): Promise<AlertPage> {
  const { limit } = query
  const db = getDb()
  const ids = await pageOfIds(db, query)
  const found = await db.alert.findMany({ where: { id: { in: ids } }, include: alertInclude })
  const byId = new Map(found.map((row) => [row.id, row]))
  const rows = ids.flatMap((id) => byId.get(id) ?? [])
  const channels = await activeChannels(db)
  return { ...toPage(rows.map(toAlert), limit), ...(await countOpen(db)), hasChannel: channels.length > 0 }
}

/** Of one page and the first of the next. The place of the cursor in the order is that of its alert. */
async function pageOfIds(db: ReturnType<typeof getDb>, query: AlertQuery): Promise<string[]> {
  const { cursor, limit, state, severity, rule, source } = query
  const states = state === 'open' ? open : state
  const where = [
    ...(states === undefined ? [] : [Prisma.sql`a."state" = ANY(${[states].flat()})`]),
    ...(severity === undefined ? [] : [Prisma.sql`a."severity" = ${severity}`]),
    ...(rule === undefined ? [] : [Prisma.sql`a."rule" = ${rule}`]),
    ...(source === undefined ? [] : [Prisma.sql`a."source" = ${source}`]),
  ]
  if (state === 'open') {
    const rank = Prisma.sql`array_position(${[...alertSeverities]}::text[], a."severity")`
    if (cursor !== undefined)
      where.push(
        Prisma.sql`(${rank}, ${cursor}::uuid) > ((SELECT ${rank} FROM "Alert" AS a WHERE "id" = ${cursor}::uuid), a."id")`,
      )
    return idsOf(db, where, Prisma.sql`${rank}, a."id" DESC`, limit)
  }
  if (cursor !== undefined) where.push(Prisma.sql`a."id" < ${cursor}::uuid`)
  return idsOf(db, where, Prisma.sql`a."id" DESC`, limit)
}

async function idsOf(
  db: ReturnType<typeof getDb>,
  where: readonly Prisma.Sql[],
  order: Prisma.Sql,
  limit: number,
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT a."id"::text AS "id" FROM "Alert" AS a WHERE ${Prisma.join([Prisma.sql`true`, ...where], ' AND ')}
    ORDER BY ${order} LIMIT ${limit + 1}`
  return rows.map(({ id }) => id)
}

/** How many are open, how many of them are critical, and how many nobody has acknowledged. */
async function countOpen(db: ReturnType<typeof getDb>) {
  const groups = await db.alert.groupBy({
    by: ['severity', 'state'],
    where: { state: { in: open } },
    _count: { _all: true },
  })
  const total = (of: typeof groups) => of.reduce((sum, { _count }) => sum + _count._all, 0)
  return {
    openCount: total(groups),
    openCriticalCount: total(groups.filter(({ severity }) => severity === 'critical')),
    firingCount: total(groups.filter(({ state }) => state === 'FIRING')),
  }
}
