import type { Context } from '../context'
import { getDb } from '../db'
import { toPage } from '../paging'
import { alertInclude, toAlert } from './alert-view'
import { activeChannels } from './channels'
import type { AlertPage, AlertQuery } from './contract'

const open = ['FIRING', 'ACKNOWLEDGED']

/** Alerts, newest first. */
export async function listAlerts(_ctx: Context, query: AlertQuery): Promise<AlertPage> {
  const { cursor, limit, state, severity, rule, source } = query
  const db = getDb()
  const rows = await db.alert.findMany({
    where: {
      ...(cursor === undefined ? {} : { id: { lt: cursor } }),
      ...(state === undefined ? {} : { state: state === 'open' ? { in: open } : state }),
      ...(severity === undefined ? {} : { severity }),
      ...(rule === undefined ? {} : { rule }),
      ...(source === undefined ? {} : { source }),
    },
    include: alertInclude,
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  const channels = await activeChannels(db)
  return { ...toPage(rows.map(toAlert), limit), ...(await countOpen(db)), hasChannel: channels.length > 0 }
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
