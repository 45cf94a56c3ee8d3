import { beforeAll, expect, test } from 'vitest'
import { dayMs } from '../../clock'
import { getDb, Prisma, type Tx } from '../../db'
import { useDatabase } from '../../testing/database'
import { changesBefore } from '../changes'
import { rules } from './registry'

const db = useDatabase()

/** Forty actions of which two thirds of the events are one, as a business has them, and now and then an error. */
beforeAll(async () => {
  await db.ownerQuery(`
    INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "source", "actorType")
    SELECT daybook_uuidv7(at), at, CASE WHEN i % 3 > 0 THEN 'LEAD_UPDATED' ELSE 'ACTION_' || i % 40 END,
      (CASE WHEN i % 100 = 0 THEN 'ERROR' ELSE 'INFO' END)::"AuditSeverity", repeat('x', 200), 'daybook', 'system'
    FROM (SELECT now() - i * interval '1 minute' AS at, i FROM generate_series(1, 40000) AS i) AS e`)
  await db.ownerQuery('TRUNCATE "AuditUnsealed"; ANALYZE "AuditLog"')
})

/** Asks how the database would answer instead of the question. */
function explaining(plans: string[]): Tx {
  const ask = async (strings: readonly string[], ...values: unknown[]) => {
    const [first = '', ...rest] = strings
    const rows = await getDb().$queryRaw<Record<string, string>[]>(
      new Prisma.Sql([`EXPLAIN ${first}`, ...rest], values),
    )
    plans.push(rows.map((row) => Object.values(row).join()).join('\n'))
    return []
  }
  // Small tables are read through Prisma itself.
  const { setting, instance, healthSnapshot, maintenanceWindow, sloCorrection } = getDb()
  return { $queryRaw: ask, setting, instance, healthSnapshot, maintenanceWindow, sloCorrection } as unknown as Tx
}

/** Of a month without events nothing else is worth it. */
const wholeTrail = /Seq Scan on "AuditLog_(?!.*cost=0\.00\.\.0\.00 )/
/** The key is in the order of time: fine for the last minutes, a walk for a month. */
const wholeMonth = /using "AuditLog_\w+_pkey"/

test.each(rules.map((rule) => [rule.name, rule] as const))('%s never walks over the trail', async (_name, rule) => {
  const plans: string[] = []
  const tx = explaining(plans)
  const now = new Date()
  const settings = rule.settings.parse({}) as never
  await rule.history(tx, { from: new Date(now.getTime() - 30 * dayMs), to: now, settings })
  for (const plan of plans) expect(plan).not.toMatch(wholeMonth)
  if (rule.kind === 'condition') await rule.evaluate(tx, { now, settings })
  for (const plan of plans) expect(plan).not.toMatch(wholeTrail)
})

test('what changed never walks over the trail', async () => {
  const plans: string[] = []
  await changesBefore(explaining(plans), { at: new Date(), source: 'daybook' })
  expect(plans).toHaveLength(1)
  expect(plans[0]).not.toMatch(wholeTrail)
})

test('the plan of a walk over the trail would be noticed', async () => {
  const plans: string[] = []
  const ask = explaining(plans)
  await ask.$queryRaw`SELECT count(*) FROM "AuditLog" WHERE "description" = 'x'`
  await ask.$queryRaw`SELECT "id", "description" FROM "AuditLog" ORDER BY "id" DESC LIMIT 100`
  expect(plans[0]).toMatch(wholeTrail)
  expect(plans[1]).toMatch(wholeMonth)
})
