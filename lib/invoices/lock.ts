import type { Tx } from '../db'
import { AppError } from '../errors'
import type { Lead } from '../leads/contract'
import { toWire } from '../wire'
import type { Invoice } from './contract'
import { invoiceInclude, toInvoice } from './invoice-view'

// Whoever needs both locks the invoice before its lead, so that two of them cannot wait for each other.

/** The invoice, which nobody else can change until this transaction ends. Throws NOT_FOUND. */
export async function lockInvoice(tx: Tx, id: string): Promise<Invoice> {
  await tx.$queryRaw`SELECT 1 FROM "Invoice" WHERE "id" = ${id}::uuid FOR UPDATE`
  const row = await tx.invoice.findUnique({ where: { id }, include: invoiceInclude })
  if (!row) throw new AppError('NOT_FOUND', 'There is no such invoice.')
  return toInvoice(row)
}

/** The lead, likewise. Throws NOT_FOUND. */
export async function lockLead(tx: Tx, id: string): Promise<Lead> {
  await tx.$queryRaw`SELECT 1 FROM "Lead" WHERE "id" = ${id}::uuid FOR UPDATE`
  const row = await tx.lead.findUnique({ where: { id } })
  if (!row) throw new AppError('NOT_FOUND', 'There is no such lead.')
  return toWire(row)
}
