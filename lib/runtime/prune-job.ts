import { pruneDeliveries } from '../alerts/deliver/prune'
import { dayMs } from '../clock'
import { getPool, withTx } from '../db'
import { rollUpHours } from '../health/roll-up'
import { pruneIdempotencyKeys } from '../invoices'
import { pruneJobRuns } from '../jobs'
import type { JobDefinition } from '../jobs/contract'

const keptDays = 100
/** How far back hours are summed up again once a day. */
const lateDays = 3

/** Minutes, snapshots and processes of long ago, which nobody owns but the runtime that lets them be written. */
async function pruneMeasurements(now: Date): Promise<number> {
  const before = new Date(now.getTime() - keptDays * dayMs)
  const tables = { RequestMinute: 'at', RequestTotal: 'at', HealthSnapshot: 'at', Instance: 'lastSeenAt' }
  let removed = 0
  for (const [table, column] of Object.entries(tables)) {
    const { rowCount } = await getPool().query(`DELETE FROM "${table}" WHERE "${column}" < $1`, [before])
    removed += rowCount ?? 0
  }
  return removed
}

export const pruneJob: JobDefinition = {
  name: 'deliveries.prune',
  description:
    'Removes old messages, runs of jobs, measurements and keys of repeated requests, so that nothing grows for ever.',
  schedule: '0 4 * * *',
  graceSeconds: 60 * 60,
  isCritical: false,
  run: async ({ ctx, now }) => {
    // Before minutes go: requests that were counted while the database was away come hours late.
    await withTx(ctx, (tx) => rollUpHours(tx, now, new Date(now.getTime() - lateDays * dayMs)))
    return {
      deliveries: await pruneDeliveries(ctx, now),
      idempotencyKeys: await pruneIdempotencyKeys(ctx, now),
      jobRuns: await pruneJobRuns(now),
      measurements: await pruneMeasurements(now),
    }
  },
}
