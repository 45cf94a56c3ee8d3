import type { z } from 'zod'
import type { Context } from '../context'
import { getDb, type Prisma, type Tx } from '../db'
import { logger } from '../logger'
import { processSingleton } from '../singleton'

/**
 * The settings stored under this key, with defaults for what nobody has set. What cannot be read (written by hand or by another
 * release, a time zone that this system does not know) counts as not set, with a line in the log: the founder who mends it needs the
 * page, and alerts go on. Reads with `tx` inside a transaction.
 */
export async function readSetting<Schema extends z.ZodType>(
  key: string,
  schema: Schema,
  client: Pick<Tx, 'setting'> = getDb(),
): Promise<z.output<Schema>> {
  const row = await client.setting.findUnique({ where: { key }, select: { value: true } })
  const stored = row?.value ?? {}
  const read = schema.safeParse(stored)
  if (read.success) return read.data
  const unreadable = unreadableFields(read.error)
  reportOnce(key, unreadable, read.error)
  const rest = Object.fromEntries(Object.entries(stored).filter(([name]) => !unreadable.includes(name)))
  return schema.safeParse(rest).data ?? schema.parse({})
}

/** Settings are read many times a minute. */
function reportOnce(setting: string, fields: readonly string[], error: unknown): void {
  const reported = processSingleton('settings.unreadable', () => new Map<string, string>())
  if (reported.get(setting) === fields.join()) return
  reported.set(setting, fields.join())
  logger.error('SETTING_UNREADABLE', { setting, fields, error })
}

/** Fields of the settings that are wrong somewhere in them, or that nobody knows. */
function unreadableFields(error: z.ZodError): string[] {
  return error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys' && issue.path.length === 0 ? issue.keys : [String(issue.path[0])],
  )
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
