import type { Context } from '../../context'
import { getDb } from '../../db'
import type { MaintenanceWindow, MaintenanceWindowList } from './contract'
import { toMaintenanceWindow } from './window-view'

/** All planned maintenance: what is open, then by its next start, then what will not come. */
export async function listMaintenanceWindows(ctx: Context): Promise<MaintenanceWindowList> {
  const now = ctx.now()
  const rows = await getDb().maintenanceWindow.findMany({ orderBy: { id: 'desc' } })
  const items = rows.map((row) => toMaintenanceWindow(row, now))
  return { items: items.sort((a, b) => compare(rank(a), rank(b))), nextCursor: null }
}

// ISO 8601 instants of one form sort as text, and digits come before "~".
const rank = ({ isActive, nextStart }: MaintenanceWindow) => (isActive ? '' : (nextStart ?? '~'))
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
