import type { z } from 'zod'
import type { Context } from '../context'
import { getDb, type Prisma, type Tx } from '../db'

/** The settings stored under this key, with defaults for what nobody has set. Reads with `tx` inside a transaction. */
export async function readSetting<Schema extends z.ZodType>(
  key: string,
  schema: Schema,
  client: Pick<Tx, 'setting'> = getDb(),
): Promise<z.output<Schema>> {
  const row = await client.setting.findUnique({ where: { key }, select: { value: true } })
  return schema.parse(row?.value ?? {})
}

/**
 * Merges `changes` into the settings under this key; between two who change at once the row's lock decides, and neither
 * loses the other's fields. Answers both states, for the event of the change.
 */
export async function changeSetting<Schema extends z.ZodType>(
  tx: Tx,
  ctx: Context,
  change: { key: string; schema: Schema; changes: Record<string, unknown> },
): Promise<{ before: z.output<Schema>; after: z.output<Schema> }> {
  const now = ctx.now()
  await tx.$executeRaw`INSERT INTO "Setting" ("key", "value", "updatedAt") VALUES (${change.key}, '{}', ${now}) ON CONFLICT DO NOTHING`
  await tx.$queryRaw`SELECT 1 FROM "Setting" WHERE "key" = ${change.key} FOR UPDATE`
  const before = await readSetting(change.key, change.schema, tx)
  const after = change.schema.parse({ ...(before as object), ...change.changes })
  const updatedBy = ctx.actor.type === 'user' ? ctx.actor.id : null
  await tx.setting.update({
    where: { key: change.key },
    data: { value: after as Prisma.InputJsonValue, updatedAt: now, updatedBy },
  })
  return { before, after }
}
