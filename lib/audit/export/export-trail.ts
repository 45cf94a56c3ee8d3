import type { Context } from '../../context'
import { getPool } from '../../db'
import type { AuditExportQuery } from '../contract'
import { findCountedPage, findPage } from '../read/find-page'
import { trailTable } from '../read/trail-table'
import { csvHeader, csvRecord } from './csv'
import { type ExportedEvent, readExported } from './exported-event'
import { ndjsonLine } from './ndjson'
import { recordExport } from './record-export'

/** Ids found at once, and events in memory at once. */
const pageSize = 1_000
const batchSize = 100

const formats = {
  csv: { header: csvHeader, line: csvRecord },
  ndjson: { header: '', line: ndjsonLine },
} as const satisfies Record<string, { header: string; line: (exported: ExportedEvent) => string }>

/** How many events there are to come (exact, or at least so many), and how to get them as text. */
export type TrailExport = {
  total: number
  isCapped: boolean
  /** Records the export, which may refuse it (UNAVAILABLE); nothing is read for it before. */
  begin: () => Promise<AsyncGenerator<string>>
}

/**
 * The trail as a file, newest event first, in memory of bounded size. It holds every matching event that was committed
 * when it began and none that was recorded after; one whose transaction was under way then may be in it. `signal` ends
 * the reading.
 */
export async function exportTrail(ctx: Context, query: AuditExportQuery, signal: AbortSignal): Promise<TrailExport> {
  const { format, limit = Number.POSITIVE_INFINITY, archive, ...filters } = query
  const table = trailTable(archive)
  const part = { skip: 0, limit: pageSize, order: 'desc' } as const
  const first = await findCountedPage(table, filters, part)

  async function* chunks(before: string): AsyncGenerator<string> {
    const { header, line } = formats[format]
    if (header) yield header
    let left = limit
    for (let { ids, nextCursor } = first; ; ) {
      for (let at = 0; at < ids.length && left > 0; at += batchSize) {
        signal.throwIfAborted()
        const read = await readExported(getPool(), table, ids.slice(at, at + batchSize), before)
        const events = read.slice(0, left)
        left -= events.length
        if (events.length > 0) yield events.map(line).join('')
      }
      if (nextCursor === null || left <= 0) return
      signal.throwIfAborted()
      ;({ ids, nextCursor } = await findPage(table, filters, { ...part, cursor: nextCursor }))
    }
  }

  return {
    total: Math.min(limit, first.total),
    isCapped: first.isCapped && limit > first.total,
    begin: async () => chunks(await recordExport(ctx, query)),
  }
}
