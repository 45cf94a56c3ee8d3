import { AuditAction, recordAudit } from '../../lib/audit'
import { type Context, systemContext } from '../../lib/context'
import { type Tx, withTx } from '../../lib/db'
import { removeMark } from './mark'
import { isRestartable, restartTrail, withOwnerTx } from './restart-trail'
import { countSampleData, type SampleCounts } from './sample-data'

export type Removal = {
  removed: SampleCounts
  /** Sample rows that stay, because real ones belong to the same lead. */
  kept: Pick<SampleCounts, 'leads' | 'invoices' | 'students' | 'payments'>
  /** Whether the trail began afresh; else the sample events stay in it, marked as such. */
  isTrailRestarted: boolean
}

/**
 * Removes the sample staff and their business rows in one transaction. When nothing real was ever written, the
 * owner also begins the trail and the numbers afresh; otherwise the trail is left alone, and the event names the
 * invoice numbers that are missing from now on.
 */
export async function removeSampleData(ownerUrl: string): Promise<Removal> {
  const ctx = systemContext('command line')
  const restarted = await withOwnerTx(ownerUrl, ctx, async (tx) => {
    if (!(await isRestartable(tx))) return undefined
    const outcome = await removeRows(tx)
    await restartTrail(tx)
    return record(tx, ctx, { ...outcome, isTrailRestarted: true })
  })
  return restarted ?? withTx(ctx, async (tx) => record(tx, ctx, { ...(await removeRows(tx)), isTrailRestarted: false }))
}

type Outcome = Pick<Removal, 'removed' | 'kept'> & { invoiceNumbers: string[] }

/** A lead and all that belongs to it goes as a whole, or stays as a whole when something real is part of it. */
async function removeRows(tx: Tx): Promise<Outcome> {
  await tx.$queryRaw`SELECT 1 FROM "Lead" WHERE "isSample" ORDER BY "id" FOR UPDATE`
  const before = await countSampleData(tx)
  const leads = await tx.$queryRaw<{ id: string }[]>`
    SELECT l."id" FROM "Lead" l WHERE l."isSample"
      AND NOT EXISTS (SELECT FROM "Student" s WHERE s."leadId" = l."id" AND NOT s."isSample")
      AND NOT EXISTS (SELECT FROM "Invoice" i LEFT JOIN "Payment" p ON p."invoiceId" = i."id"
                      WHERE i."leadId" = l."id" AND NOT (i."isSample" AND coalesce(p."isSample", true)))`
  const ids = leads.map(({ id }) => id)
  const of = { leadId: { in: ids } }
  const invoices = await tx.invoice.findMany({ where: of, select: { number: true }, orderBy: { number: 'asc' } })
  await tx.payment.deleteMany({ where: { invoice: of } })
  await tx.student.deleteMany({ where: of })
  await tx.invoice.deleteMany({ where: of })
  await tx.lead.deleteMany({ where: { id: { in: ids } } })
  await tx.$executeRaw`DELETE FROM "IdempotencyKey" k USING "User" u
    WHERE u."isSample" AND k."scope" LIKE '%:user:' || u."id"`
  await tx.user.deleteMany({ where: { isSample: true } })
  await removeMark(tx)
  const { events, ...kept } = await countSampleData(tx)
  const removed = {
    leads: before.leads - kept.leads,
    invoices: before.invoices - kept.invoices,
    students: before.students - kept.students,
    payments: before.payments - kept.payments,
    users: before.users,
    events,
  }
  return { removed, kept, invoiceNumbers: rangesOf(invoices.map(({ number }) => number)) }
}

async function record(tx: Tx, ctx: Context, outcome: Outcome & { isTrailRestarted: boolean }): Promise<Removal> {
  const { removed, kept, invoiceNumbers, isTrailRestarted } = outcome
  const { events, ...rows } = removed
  await recordAudit(tx, ctx, {
    action: AuditAction.SAMPLE_DATA_REMOVED,
    description: isTrailRestarted
      ? `Sample data removed; the trail begins here and the numbers at 1 (${events} events of the trial are gone)`
      : `Sample data removed; its ${events} events stay in the trail, marked as sample`,
    metadata: { removed: rows, kept, sampleEvents: events, isTrailRestarted, invoiceNumbers },
  })
  return { removed: { ...rows, events: isTrailRestarted ? events : 0 }, kept, isTrailRestarted }
}

/** "INV-2026-000001 to INV-2026-000085" instead of 85 numbers. */
function rangesOf(numbers: readonly string[]): string[] {
  const ranges: { first: string; last: string }[] = []
  for (const number of numbers) {
    const open = ranges.at(-1)
    if (open && isNext(open.last, number)) open.last = number
    else ranges.push({ first: number, last: number })
  }
  return ranges.map(({ first, last }) => (first === last ? first : `${first} to ${last}`))
}

const isNext = (one: string, other: string) =>
  one.slice(0, 9) === other.slice(0, 9) && Number(other.slice(9)) === Number(one.slice(9)) + 1
