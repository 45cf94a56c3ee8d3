import { z } from 'zod'
import type { Context } from '../../lib/context'
import { getDb, type Tx, withTx } from '../../lib/db'

const key = 'sampleData'

/** How far the sample data is, and what it was made from, so that a start after a kill can go on with the same plan. */
const Mark = z.object({
  state: z.enum(['adding', 'present']),
  seed: z.number().int(),
  days: z.number().int(),
  endsAt: z.iso.datetime(),
  plan: z.string(),
})
export type Mark = z.infer<typeof Mark>

export async function readMark(): Promise<Mark | undefined> {
  const row = await getDb().setting.findUnique({ where: { key } })
  return row ? Mark.parse(row.value) : undefined
}

export async function writeMark(tx: Tx, value: Mark): Promise<void> {
  const data = { value, updatedAt: new Date() }
  await tx.setting.upsert({ where: { key }, create: { key, ...data }, update: data })
}

/** The same in a transaction of its own. */
export function saveMark(ctx: Context, value: Mark): Promise<void> {
  return withTx(ctx, (tx) => writeMark(tx, value))
}

export async function removeMark(tx: Tx): Promise<void> {
  await tx.setting.deleteMany({ where: { key } })
}
