import { isDeepStrictEqual } from 'node:util'
import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { type Tx, withTx } from '../db'
import { AppError } from '../errors'
import { uuidv7 } from '../ids'
import { type Invoice, type InvoicePatch, payableNowProblem, totalOfLines } from './contract'
import { invoiceFacts, invoiceTitle } from './invoice-event'
import { dayToDb, invoiceInclude, toInvoice } from './invoice-view'
import { lockInvoice } from './lock'

/** Changes a draft. Throws CONFLICT for any other state, INVALID_INPUT when the part payable now exceeds the total. */
export async function updateInvoice(ctx: Context, id: string, patch: InvoicePatch): Promise<Invoice> {
  return withTx(ctx, async (tx) => {
    const before = await lockInvoice(tx, id)
    if (before.status !== 'DRAFT')
      throw new AppError('CONFLICT', `Invoice ${before.number} is no draft any more and cannot be changed.`)
    const wanted = wantedContent(before, patch)
    if (isDeepStrictEqual({ ...before, ...wanted }, before)) return before
    const after = await writeContent(tx, ctx, id, wanted)
    await recordAudit(tx, ctx, {
      action: AuditAction.INVOICE_UPDATED,
      description: `Invoice ${invoiceTitle(after)} changed`,
      entityType: 'Invoice',
      entityId: id,
      before,
      after,
      metadata: invoiceFacts(after),
    })
    return after
  })
}

type Content = Pick<Invoice, 'lines' | 'totalMinor' | 'payableNowMinor' | 'dueDate'>

function wantedContent(before: Invoice, patch: InvoicePatch): Content {
  const lines = patch.lines ?? before.lines
  // Checked to be a small number by the schema, for stored and new lines alike.
  const totalMinor = Number(totalOfLines(lines))
  const unchanged = before.payableNowMinor === before.totalMinor ? totalMinor : before.payableNowMinor
  const payableNowMinor = patch.payableNowMinor ?? unchanged
  if (payableNowMinor > totalMinor)
    throw new AppError('INVALID_INPUT', `${payableNowProblem}.`, {
      problems: [{ detail: payableNowProblem, pointer: '/payableNowMinor' }],
    })
  return { lines, totalMinor, payableNowMinor, dueDate: patch.dueDate === undefined ? before.dueDate : patch.dueDate }
}

async function writeContent(tx: Tx, ctx: Context, id: string, content: Content): Promise<Invoice> {
  const now = ctx.now()
  const row = await tx.invoice.update({
    where: { id },
    data: {
      totalMinor: content.totalMinor,
      payableNowMinor: content.payableNowMinor,
      dueDate: dayToDb(content.dueDate),
      updatedAt: now,
      lines: {
        deleteMany: {},
        createMany: { data: content.lines.map((line, position) => ({ ...line, id: uuidv7(now), position })) },
      },
    },
    include: invoiceInclude,
  })
  return toInvoice(row)
}
