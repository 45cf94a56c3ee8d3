import { describe, expect, it } from 'vitest'
import { getDb } from '../db'
import { newConversion, newLead, staffContext } from '../testing/business'
import { useDatabase } from '../testing/database'

const db = useDatabase()
const ctx = staffContext()

/** The code of the refusal; undefined when the statement went through. */
const refusalCode = (run: Promise<unknown>) =>
  run.then(
    () => undefined,
    (error: { code?: string }) => error.code,
  )
const insufficientPrivilege = '42501'

async function currentPartition(): Promise<string> {
  await newLead(ctx)
  const [row] = await db.ownerQuery<{ name: string }>(
    `SELECT tableoid::regclass::text AS name FROM "AuditLog" ORDER BY "id" DESC LIMIT 1`,
  )
  return row?.name ?? ''
}

const attacks = (table: string) => [
  `UPDATE ${table} SET "description" = 'nothing happened'`,
  `DELETE FROM ${table}`,
  `TRUNCATE ${table}`,
]

describe('the trail is append-only', () => {
  it('for the application: UPDATE, DELETE and TRUNCATE are refused on the table and on a partition', async () => {
    const partition = await currentPartition()
    expect(partition).toMatch(/^"AuditLog_\d{4}_\d{2}"$/)
    for (const sql of [...attacks('"AuditLog"'), ...attacks(partition), ...attacks('"AuditLog_default"')])
      expect([sql, await refusalCode(db.appQuery(sql))]).toEqual([sql, insufficientPrivilege])
  })

  it('for the application also against an insert straight into a partition', async () => {
    const partition = await currentPartition()
    const copy = `INSERT INTO ${partition} SELECT * FROM "AuditLog" LIMIT 1`
    expect(await refusalCode(db.appQuery(copy))).toBe(insufficientPrivilege)
  })

  it('for the owner of the tables: the guards refuse the same', async () => {
    const partition = await currentPartition()
    await db.ownerQuery(`INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType")
      VALUES (daybook_uuidv7('2001-02-03'), '2001-02-03', 'TEST', 'INFO', 'in the default partition', 'system')`)
    const before = await db.ownerQuery('SELECT * FROM "AuditLog" ORDER BY "id"')
    for (const sql of [...attacks('"AuditLog"'), ...attacks(partition), ...attacks('"AuditLog_default"')])
      expect([sql, await refusalCode(db.ownerQuery(sql))]).toEqual([sql, insufficientPrivilege])
    expect(await db.ownerQuery('SELECT * FROM "AuditLog" ORDER BY "id"')).toEqual(before)
  })

  it('on every partition there is, also those made later', async () => {
    await db.ownerQuery('SELECT daybook_ensure_partitions(4, 6)')
    const partitions = await db.ownerQuery<{ name: string }>(
      `SELECT inhrelid::regclass::text AS name FROM pg_inherits WHERE inhparent = '"AuditLog"'::regclass`,
    )
    expect(partitions.length).toBeGreaterThanOrEqual(12)
    for (const { name } of partitions)
      expect([name, await refusalCode(db.ownerQuery(`TRUNCATE ${name}`))]).toEqual([name, insufficientPrivilege])
  })
})

describe('a change that does not come through Daybook', () => {
  const strayChanges = (id: string) =>
    db.ownerQuery(`SELECT * FROM "AuditLog" WHERE "action" = 'OUT_OF_BAND_CHANGE' AND "entityId" = $1`, [id])

  it('leaves one CRITICAL event with what was and what is', async () => {
    const lead = await newLead(ctx)
    await db.ownerQuery(`UPDATE "Lead" SET "name" = 'Mallory', "phone" = '0' WHERE "id" = $1`, [lead.id])
    expect(await strayChanges(lead.id)).toMatchObject([
      {
        severity: 'CRITICAL',
        entityType: 'Lead',
        before: { name: lead.name, phone: null },
        after: { name: 'Mallory', phone: '0' },
        metadata: { operation: 'UPDATE', login: 'postgres' },
      },
    ])
  })

  it('is seen with the login of the application too, on a fresh connection and on one of the pool', async () => {
    const [one, two] = [await newLead(ctx), await newLead(ctx)]
    await db.appQuery(`UPDATE "Lead" SET "status" = 'LOST' WHERE "id" = $1`, [one.id])
    expect(await strayChanges(one.id)).toMatchObject([{ before: { status: 'NEW' }, after: { status: 'LOST' } }])
    await getDb().lead.delete({ where: { id: two.id } })
    expect(await strayChanges(two.id)).toMatchObject([{ before: { name: two.name }, after: null }])
  })

  it('that changes nothing leaves no event', async () => {
    const lead = await newLead(ctx)
    await db.ownerQuery(`UPDATE "Lead" SET "name" = "name" WHERE "id" = $1`, [lead.id])
    expect(await strayChanges(lead.id)).toEqual([])
  })

  it('is never what a verb of Daybook does', async () => {
    const { lead, invoice, student, payment } = await newConversion(ctx)
    for (const { id } of [lead, invoice, student, payment]) expect(await strayChanges(id)).toEqual([])
    const other = await db.ownerQuery(
      `SELECT "entityType" FROM "AuditLog" WHERE "action" = 'OUT_OF_BAND_CHANGE'
         AND "entityType" IN ('IdempotencyKey', 'NumberSequence', 'InvoiceLine')`,
    )
    expect(other).toEqual([])
  })
})

it('the application cannot say when an event was recorded', async () => {
  const insert = `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType", "createdAt")
    VALUES (daybook_uuidv7(), now(), 'LOGIN', 'INFO', 'forged', 'system', '1999-01-01')`
  await expect(db.appQuery(insert)).rejects.toThrow(/permission denied/)
})
