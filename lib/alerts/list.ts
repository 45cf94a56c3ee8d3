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
  const openCount = await db.alert.count({ where: { state: { in: open } } })
  const channels = await activeChannels(db)
  return { ...toPage(rows.map(toAlert), limit), openCount, hasChannel: channels.length > 0 }
}
