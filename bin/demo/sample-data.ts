import { AuditAction, recordAudit } from '../../lib/audit'
import { systemContext } from '../../lib/context'
import { getDb, type Tx, withTx } from '../../lib/db'
import { type BackfillOptions, backfill } from './backfill'
import { type Mark, readMark, saveMark, writeMark } from './mark'
import { type Act, fingerprint, makePlan } from './plan'
import { schoolName } from './school'

export type SampleInput = { seed: number; days: number; endsAt: Date }
export type SampleCounts = {
  leads: number
  invoices: number
  students: number
  payments: number
  users: number
  events: number
}

export const defaultSample = { seed: 2026, days: 14 }

const ctx = () => systemContext('sample data')

/** Says that sample data is wanted; the next `completeSampleData` makes it, in this run or after a kill. */
export async function beginSampleData(input: SampleInput): Promise<void> {
  await saveMark(ctx(), markOf(input, 'adding'))
}

/**
 * Makes the sample data that was begun, all of it or the rest after a kill; answers what there is then, or
 * undefined when none was begun. The caller keeps others from doing the same at once (`takingTurns`).
 */
export async function completeSampleData(options: BackfillOptions): Promise<SampleCounts | undefined> {
  const mark = await readMark()
  if (mark?.state !== 'adding') return undefined
  await backfill(planOf(mark), options)
  return finish(mark)
}

/** The plan of the mark. Throws when another version made it: the half of one story cannot be continued by another. */
function planOf(mark: Mark): Act[] {
  const plan = makePlan({ ...mark, endsAt: new Date(mark.endsAt) })
  if (fingerprint(plan) === mark.plan) return plan
  throw new PlanChanged(
    'The sample data was begun by another version of Daybook. Run "daybook seed --reset" and seed again.',
  )
}

/** The half-made sample data came from another version. */
export class PlanChanged extends Error {}

function markOf(input: SampleInput, state: Mark['state']): Mark {
  const { seed, days, endsAt } = input
  return { state, seed, days, endsAt: endsAt.toISOString(), plan: fingerprint(makePlan(input)) }
}

async function finish(mark: Mark): Promise<SampleCounts> {
  const now = ctx()
  return withTx(now, async (tx) => {
    await tidySessions(tx)
    const counts = await countSampleData(tx)
    await writeMark(tx, { ...mark, state: 'present' })
    await recordAudit(tx, now, {
      action: AuditAction.SAMPLE_DATA_CREATED,
      description: `Sample data of the language school ${schoolName} added; "daybook seed --reset" removes it`,
      metadata: { ...counts, days: mark.days },
    })
    return counts
  })
}

/** Ending a session marks its owner as active now, which for a session of last week is not so. */
async function tidySessions(tx: Tx): Promise<void> {
  await tx.$executeRaw`UPDATE "Session" s SET "lastSeenAt" = coalesce(s."revokedAt", s."createdAt")
    FROM "User" u WHERE u."id" = s."userId" AND u."isSample"`
  await tx.$executeRaw`UPDATE "User" SET "lastActivityAt" = (
      SELECT max(a."occurredAt") FROM "AuditLog" a WHERE a."source" = 'sample' AND a."userId" = "User"."id"::text)
    WHERE "isSample"`
}

export async function countSampleData(db: Tx = getDb()): Promise<SampleCounts> {
  const where = { isSample: true }
  return {
    leads: await db.lead.count({ where }),
    invoices: await db.invoice.count({ where }),
    students: await db.student.count({ where }),
    payments: await db.payment.count({ where }),
    users: await db.user.count({ where }),
    events: await db.auditLog.count({ where: { source: 'sample' } }),
  }
}
