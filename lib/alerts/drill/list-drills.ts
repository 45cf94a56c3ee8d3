import type { Context } from '../../context'
import { getDb } from '../../db'
import { toPage } from '../../paging'
import type { AlertDrillPage, AlertDrillQuery } from './contract'
import { drillColumns, toDrill } from './drill-view'

/** Drills, newest first. */
export async function listDrills(_ctx: Context, { cursor, limit }: AlertDrillQuery): Promise<AlertDrillPage> {
  const rows = await getDb().alertDrill.findMany({
    where: cursor === undefined ? {} : { id: { lt: cursor } },
    select: drillColumns,
    orderBy: { id: 'desc' },
    take: limit + 1,
  })
  return toPage(rows.map(toDrill), limit)
}
