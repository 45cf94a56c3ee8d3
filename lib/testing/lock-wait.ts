import { setTimeout as sleep } from 'node:timers/promises'
import { withClient } from '../db/direct'

/**
 * Waits until a statement of this database has waited `ms` for a lock by the server's own clock, so that a test which holds
 * the lock lets go because the other waits, and not because some time is over in which a busy machine may not have begun.
 */
export async function untilLockWaited(url: string, ms: number): Promise<void> {
  await withClient(url, async (client) => {
    for (const deadlineMs = performance.now() + 15_000; performance.now() < deadlineMs; await sleep(20)) {
      const { rowCount } = await client.query(
        `SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
         AND clock_timestamp() - query_start >= $1 * interval '1 ms'`,
        [ms],
      )
      if (rowCount) return
    }
    throw new Error(`No statement waited ${ms} ms for a lock`)
  })
}
