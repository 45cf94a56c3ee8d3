import type { Context } from '../context'
import { getDb } from '../db'
import { AppError } from '../errors'
import { toWire } from '../wire'
import type { InvoiceDetail } from './contract'
import { invoiceInclude, toInvoice } from './invoice-view'

/** An invoice with its payments, its lead and the student the lead became. Throws NOT_FOUND. */
export async function getInvoice(_ctx: Context, id: string): Promise<InvoiceDetail> {
  const row = await getDb().invoice.findUnique({
    where: { id },
    include: {
      ...invoiceInclude,
      lead: { include: { student: true } },
      payments: {
        omit: { invoiceId: true, studentId: true },
        include: { student: { select: { id: true, number: true, name: true } } },
        orderBy: { id: 'asc' },
      },
    },
  })
  if (!row) throw new AppError('NOT_FOUND', 'There is no such invoice.')
  const { payments, ...rest } = row
  const { student, ...lead } = toWire(row.lead)
  const self = { id: row.id, number: row.number }
  return {
    ...toInvoice(rest),
    lead,
    student,
    payments: toWire(payments).map((payment) => ({ ...payment, invoice: self })),
  }
}
