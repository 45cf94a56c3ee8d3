import { minuteMs } from '../clock'
import type { Context } from '../context'
import { type Prisma, withTx } from '../db'
import type { JobDefinition } from '../jobs/contract'
import type { HealthCheck, HealthReport } from './contract'
import { takeProcessUse } from './process-use'
import { rollUpHours } from './roll-up'
import { checkLimitMs } from './run-checks'
import { systemHealth } from './system-health'

/** The job that keeps what health was, minute by minute; a minute without a row is one in which nobody was there to look. */
export function healthSnapshotJob(checks: readonly HealthCheck[]): JobDefinition {
  return {
    name: 'health.snapshot',
    description: 'Keeps what the health checks find, minute by minute, for uptime, response times and alerts.',
    schedule: '* * * * *',
    graceSeconds: 120,
    run: ({ ctx, now }) => takeSnapshot(ctx, checks, now),
  }
}

/** One row for the minute of `now`, whoever else writes one; then the hours are summed up. */
export async function takeSnapshot(ctx: Context, checks: readonly HealthCheck[], now: Date): Promise<void> {
  const report = await systemHealth(checks)
  const at = new Date(Math.floor(now.getTime() / minuteMs) * minuteMs)
  const facts = {
    status: report.status,
    responseMs: report.durationMs,
    databaseMs: databaseMsOf(report),
    diskPercent: diskPercentOf(report),
    checks: report.checks as Prisma.InputJsonValue,
    ...takeProcessUse(),
  }
  await withTx(ctx, (tx) => tx.healthSnapshot.createMany({ data: [{ at, ...facts }], skipDuplicates: true }))
  // After the commit: a minute that is kept must not be lost because the hours could not be summed up.
  await withTx(ctx, (tx) => rollUpHours(tx, now))
}

/** Milliseconds of the query that health asks; null when it was not answered at all. */
export function databaseMsOf({ checks: { databasePerformance } }: Pick<HealthReport, 'checks'>): number | null {
  if (!databasePerformance) return null
  const { status, queryTime, durationMs } = databasePerformance
  if (queryTime !== undefined) return Number.parseInt(queryTime, 10)
  // Given up at the limit: how long it would have taken is not known, only that it is longer than that.
  return status === 'degraded' ? Math.max(durationMs, checkLimitMs + 1) : null
}

/** How full the fullest disk is, rounded up, so that 85.1 % is above 85; null when none is known. */
export function diskPercentOf({ checks: { disk } }: Pick<HealthReport, 'checks'>): number | null {
  const shares = Object.values(disk?.counts ?? {}).map((share) => Number.parseFloat(String(share)))
  return shares.length === 0 ? null : Math.ceil(Math.max(...shares))
}
