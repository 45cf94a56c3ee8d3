import type { Context } from '../context'
import { getDb, type Prisma } from '../db'
import { literalPattern, toPage } from '../paging'
import type { InvoicePage, InvoiceQuery } from './contract'
import { invoiceInclude, toInvoice } from './invoice-view'

/** Invoices, newest first. */
export async function listInvoices(_ctx: Context, query: InvoiceQuery): Promise<InvoicePage> {
  const rows = await getDb().invoice.findMany({
    where: {
      ...(query.cursor === undefined ? {} : { id: { lt: query.cursor } }),
      ...(query.status === undefined ? {} : { status: query.status }),
      ...(query.leadId === undefined ? {} : { leadId: query.leadId }),
      ...(query.search === undefined ? {} : { OR: matches(query.search) }),
    },
    include: invoiceInclude,
    orderBy: { id: 'desc' },
    take: query.limit + 1,
  })
  return toPage(rows.map(toInvoice), query.limit)
}

function matches(search: string): Prisma.InvoiceWhereInput[] {
  const text = { contains: literalPattern(search), mode: 'insensitive' } as const
  return [{ number: text }, { lead: { name: text } }]
}
