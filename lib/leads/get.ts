import type { Context } from '../context'
import { getDb } from '../db'
import { AppError } from '../errors'
import { remainingMinor } from '../money'
import { toWire } from '../wire'
import type { LeadDetail, LeadInvoice } from './contract'

const invoiceSelect = {
  id: true,
  number: true,
  status: true,
  currency: true,
  totalMinor: true,
  payableNowMinor: true,
  paidMinor: true,
  dueDate: true,
  createdAt: true,
} as const

/** A lead with its invoices and the student it became. Throws NOT_FOUND. */
export async function getLead(_ctx: Context, id: string): Promise<LeadDetail> {
  const row = await getDb().lead.findUnique({
    where: { id },
    include: {
      invoices: { select: invoiceSelect, orderBy: { id: 'desc' } },
      student: { select: { id: true, number: true, name: true, status: true, enrolledAt: true } },
    },
  })
  if (!row) throw new AppError('NOT_FOUND', 'There is no such lead.')
  const lead = toWire(row)
  return { ...lead, invoices: lead.invoices.map(withRemaining) }
}

function withRemaining(invoice: Omit<LeadInvoice, 'remainingMinor'>): LeadInvoice {
  return { ...invoice, dueDate: invoice.dueDate?.slice(0, 10) ?? null, remainingMinor: remainingMinor(invoice) }
}
