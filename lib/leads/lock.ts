import type { Tx } from '../db'
import { AppError } from '../errors'
import { toWire } from '../wire'
import type { Lead } from './contract'

/** The lead, which nobody else can change until this transaction ends. Throws NOT_FOUND. */
export async function lockLead(tx: Tx, id: string): Promise<Lead> {
  await tx.$queryRaw`SELECT 1 FROM "Lead" WHERE "id" = ${id}::uuid FOR UPDATE`
  const row = await tx.lead.findUnique({ where: { id } })
  if (!row) throw new AppError('NOT_FOUND', 'There is no such lead.')
  return toWire(row)
}
