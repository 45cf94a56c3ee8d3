import { z } from 'zod'
import type { Tx } from '../db'
import { CheckResult } from './contract'

type Stretch = { from: Date; to: Date }

/** Health of one minute in numbers; null where it was not known. */
export type SnapshotNumbers = { at: Date; databaseMs: number | null; diskPercent: number | null }

/** The minutes that begin within the stretch, its ends included, oldest first. */
export function healthSnapshots(tx: Tx, { from, to }: Stretch): Promise<SnapshotNumbers[]> {
  return tx.healthSnapshot.findMany({
    where: { at: { gte: from, lte: to } },
    select: { at: true, databaseMs: true, diskPercent: true },
    orderBy: { at: 'asc' },
  })
}

/** What is read of a stored check; older versions may have kept other fields. */
const Checks = z.record(z.string(), z.looseObject({ counts: CheckResult.shape.counts }))

/** The last minute of the stretch with all that its checks said. */
export async function newestSnapshot(
  tx: Tx,
  { from, to }: Stretch,
): Promise<(SnapshotNumbers & { checks: z.infer<typeof Checks> }) | null> {
  const row = await tx.healthSnapshot.findFirst({
    where: { at: { gte: from, lte: to } },
    select: { at: true, databaseMs: true, diskPercent: true, checks: true },
    orderBy: { at: 'desc' },
  })
  return row && { ...row, checks: Checks.parse(row.checks) }
}
