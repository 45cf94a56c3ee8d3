import { logger } from '../../logger'
import { processSingleton } from '../../singleton'
import type { AuditRow } from './row'

const tally = () => processSingleton('audit.lastResort', () => ({ count: 0, lastAtMs: 0 }))

/** Writes the whole event, scrubbed as it is, to the log: neither the database nor the disk takes it. */
export function logLastResort(row: AuditRow, error: unknown): void {
  const counts = tally()
  counts.count += 1
  counts.lastAtMs = Date.now()
  logger.error('AUDIT_LAST_RESORT', { error, event: row })
}

/** How often this process had to, and when last (0: never). */
export const lastResorts = (): Readonly<{ count: number; lastAtMs: number }> => tally()
