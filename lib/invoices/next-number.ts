import type { Tx } from '../db'

/**
 * The next invoice number of the year of `at` (UTC), without gaps: the counter row stays locked until this
 * transaction ends and goes back with it. Take it last, since everybody else who wants a number waits.
 */
export async function nextInvoiceNumber(tx: Tx, at: Date): Promise<string> {
  const year = at.getUTCFullYear()
  const [row] = await tx.$queryRaw<{ value: number }[]>`
    INSERT INTO "NumberSequence" ("name", "value") VALUES (${`invoice-${year}`}, 1)
    ON CONFLICT ("name") DO UPDATE SET "value" = "NumberSequence"."value" + 1
    RETURNING "value"`
  if (!row) throw new Error('An upsert without a condition always returns its row')
  return `INV-${year}-${String(row.value).padStart(6, '0')}`
}
