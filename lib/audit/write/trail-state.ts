import { lastResorts } from './last-resort'
import { folderFacts } from './spool-folder'
import { getWriter } from './writer'

/** How far the trail is from being whole: what waits on the disk, what was set aside, what only the log has. */
export type TrailState = {
  /** Where new events go at this moment. */
  mode: 'database' | 'spool'
  spoolDepth: number
  spoolBytes: number
  oldestSpooledMs: number | undefined
  torn: number
  refused: number
  lastResort: number
  lastResortAtMs: number
}

/** Read from this process and its disk; the database is not asked. */
export async function trailState(): Promise<TrailState> {
  const { spool, mode } = getWriter()
  const { bytes, torn, refused } = await folderFacts(spool.folder)
  const { events, oldestMs } = spool.stats()
  const { count, lastAtMs } = lastResorts()
  return {
    mode,
    spoolDepth: events,
    spoolBytes: bytes,
    oldestSpooledMs: oldestMs,
    torn,
    refused,
    lastResort: count,
    lastResortAtMs: lastAtMs,
  }
}
