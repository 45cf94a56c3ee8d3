import type { Prisma } from '../db'
import { remainingMinor } from '../money'
import { toWire } from '../wire'
import type { Invoice } from './contract'

/** What every answer about an invoice is made from. */
export const invoiceInclude = {
  lines: { orderBy: { position: 'asc' }, select: { description: true, quantity: true, unitPriceMinor: true } },
  lead: { select: { id: true, name: true } },
} as const satisfies Prisma.InvoiceInclude

type InvoiceRow = Prisma.InvoiceGetPayload<{ include: typeof invoiceInclude }>

/** A stored invoice as it is answered. */
export function toInvoice(row: InvoiceRow): Invoice {
  const invoice = toWire(row)
  return { ...invoice, dueDate: invoice.dueDate?.slice(0, 10) ?? null, remainingMinor: remainingMinor(invoice) }
}

/** A calendar day as the driver takes it. */
export function dayToDb(day: string | null): Date | null {
  return day === null ? null : new Date(`${day}T00:00:00.000Z`)
}
