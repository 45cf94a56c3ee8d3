import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Evaluator } from '../lib/alerts/evaluate/evaluator'
import { systemContext } from '../lib/context'
import { setEnv } from '../lib/env'
import { signIn } from '../lib/members'
import { newConversion, newInvoice, newLead, staffContext } from '../lib/testing/business'
import { useDatabase } from '../lib/testing/database'
import { withCrashingConversion } from './demo/crash'
import { trailTables } from './demo/restart-trail'
import { passwordOf } from './demo/staff'
import { fillTrial, firstStart } from './first-start'
import { addSampleData, removeSample } from './sample'

const db = useDatabase()
const folder = mkdtempSync(join(tmpdir(), 'daybook-sample-'))
const minutes = 60_000
let startedAt: Date

const one = async <T extends object>(sql: string) => (await db.ownerQuery<T>(sql))[0]
const count = async (sql: string) => (await one<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql}`))?.n
const numbers = async (year = new Date().getUTCFullYear()) =>
  (
    await db.ownerQuery<{ n: number }>(
      `SELECT right("number", 6)::int AS n FROM "Invoice" WHERE "number" LIKE $1 ORDER BY 1`,
      [`INV-${year}-%`],
    )
  ).map(({ n }) => n)

beforeAll(async () => {
  setEnv({ DAYBOOK_DATA_DIR: folder, DAYBOOK_TRIAL: 'true' })
  startedAt = new Date()
  // Two instances of a fresh trial that start at once.
  const { signal } = new AbortController()
  const problems = await Promise.all([fillTrial(signal), fillTrial(signal)])
  expect(problems).toEqual([undefined, undefined])
  await firstStart()
}, 120_000)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('two weeks of the school', () => {
  it('happen in all 14 days up to minutes before now, and never in the future', async () => {
    const { rows } = {
      rows: await db.ownerQuery<{ at: Date }>(`SELECT "occurredAt" AS at FROM "AuditLog" WHERE "source" = 'sample'`),
    }
    const agoMs = rows.map(({ at }) => startedAt.getTime() - at.getTime())
    const days = new Set(agoMs.map((ms) => Math.floor(ms / (24 * 60 * minutes))))
    expect([...days].sort((a, b) => a - b)).toEqual(Array.from({ length: 14 }, (_, day) => day))
    expect(Math.min(...agoMs)).toBeGreaterThan(0)
    expect(Math.min(...agoMs)).toBeLessThan(10 * minutes)
    expect(rows.length).toBeGreaterThan(300)
    expect(rows.length).toBeLessThan(2_000)
  })

  it('are marked as sample in every row and every event, and nothing looks like an outside change', async () => {
    expect(
      await db.ownerQuery(`SELECT DISTINCT "action" FROM "AuditLog" WHERE "source" <> 'sample' ORDER BY 1`),
    ).toEqual([{ action: 'SAMPLE_DATA_CREATED' }, { action: 'USER_CREATED' }])
    for (const table of ['Lead', 'Invoice', 'Student', 'Payment'])
      expect(await count(`"${table}" WHERE NOT "isSample"`)).toBe(0)
    expect(await count(`"User" WHERE NOT "isSample"`)).toBe(1)
    expect(await count(`"AuditLog" WHERE "action" = 'OUT_OF_BAND_CHANGE'`)).toBe(0)
  })

  it('carry the time of the fact in ids and rows, and the true time of writing in createdAt', async () => {
    const wrong = `"occurredAt" <> to_timestamp(('x' || lpad(left(replace("id"::text, '-', ''), 12), 16, '0'))::bit(64)::bigint / 1000.0)`
    expect(await count(`"AuditLog" WHERE ${wrong}`)).toBe(0)
    expect(await count(`"AuditLog" WHERE "createdAt" < '${startedAt.toISOString()}' AND "source" = 'sample'`)).toBe(0)
    expect(
      await count(`"AuditLog" a JOIN "Lead" l ON a."entityId" = l."id"::text AND a."action" = 'LEAD_CREATED'
      AND a."occurredAt" <> l."createdAt"`),
    ).toBe(0)
  })

  it('keep the books: numbers without gaps in order of time, and payments that add up', async () => {
    const series = await numbers()
    expect(series).toEqual(series.map((_, index) => (series[0] ?? 0) + index))
    expect(
      await count(
        `(SELECT "number" < lag("number") OVER (ORDER BY "createdAt", "id") AS back FROM "Invoice") t WHERE back`,
      ),
    ).toBe(0)
    expect(
      await count(`"Invoice" i WHERE "paidMinor" <>
      (SELECT coalesce(sum("amountMinor"), 0) FROM "Payment" p WHERE p."invoiceId" = i."id")`),
    ).toBe(0)
    expect(await count(`(SELECT DISTINCT "currency" FROM "Invoice") c`)).toBeGreaterThanOrEqual(4)
  })

  it('hold a conversion that crashed, some hours ago, with its stack and without a trace in the books', async () => {
    const crashes = await db.ownerQuery<{ at: Date; errorStack: string; entityId: string }>(
      `SELECT "occurredAt" AS at, "errorStack", "entityId" FROM "AuditLog" WHERE "severity" = 'CRITICAL' AND "action" = 'LEAD_TO_STUDENT_CONVERSION'`,
    )
    expect(crashes.length).toBe(2)
    for (const { at, errorStack, entityId } of crashes) {
      expect(startedAt.getTime() - at.getTime()).toBeGreaterThan(120 * minutes)
      expect(errorStack).toContain('convert-lead.ts')
      const students = `"Student" WHERE "leadId" = '${entityId}'`
      expect(await count(students)).toBe(await count(`${students} AND "enrolledAt" > '${at.toISOString()}'`))
    }
    expect(await count(`"Student" s WHERE NOT EXISTS (SELECT FROM "Payment" p WHERE p."studentId" = s."id")`)).toBe(0)
    expect(await count(`pg_proc WHERE proname = 'daybook_demo_crash'`)).toBe(0)
  })

  it('let the sample staff sign in with the passwords of the data folder, and are not added twice', async () => {
    const email = 'marta@lingua-nova.example'
    const ctx = systemContext('test', { actor: { type: 'anonymous' } })
    expect(await signIn(ctx, { email, password: passwordOf({ email }) })).toMatchObject({ kind: 'signedIn' })
    const before = await count('"AuditLog"')
    expect(await count(`"AuditLog" WHERE "action" = 'SAMPLE_DATA_CREATED'`)).toBe(1)
    expect(await addSampleData()).toBeUndefined()
    expect(await count('"AuditLog"')).toBe(before)
  })
})

describe('removing the sample data', () => {
  it('begins the trail and the numbers afresh while nothing real was entered, and keeps the founder', async () => {
    const founders = await db.ownerQuery(`SELECT * FROM "User" WHERE NOT "isSample"`)
    const sampleEvents = await count(`"AuditLog" WHERE "source" = 'sample'`)
    // Daybook has noticed the crashes by now, which is nothing that anybody entered.
    const evaluator = new Evaluator()
    await evaluator.work(true)
    await evaluator.leave()
    expect(await count('"Alert"')).toBeGreaterThan(0)
    expect(await removeSample()).toMatchObject({ isTrailRestarted: true, removed: { users: 3, events: sampleEvents } })
    expect(
      await db.ownerQuery(`SELECT "action", "metadata" -> 'removed' ->> 'users' AS users FROM "AuditLog"`),
    ).toEqual([{ action: 'SAMPLE_DATA_REMOVED', users: '3' }])
    expect(await db.ownerQuery(`SELECT * FROM "User"`)).toEqual(founders)
    for (const table of [
      'Lead',
      'Invoice',
      'InvoiceLine',
      'Student',
      'Payment',
      'NumberSequence',
      'IdempotencyKey',
      'Alert',
      'Incident',
    ])
      expect(await count(`"${table}"`), table).toBe(0)
    await expect(db.ownerQuery(`DELETE FROM "AuditLog"`)).rejects.toThrow('append-only')
    await expect(db.appQuery(`DELETE FROM "AuditLog"`)).rejects.toThrow()
    // A later start of the same trial leaves it empty.
    expect(await fillTrial(new AbortController().signal)).toBeUndefined()
    expect(await count('"Lead"')).toBe(0)
    const { student, invoice } = await newConversion(staffContext())
    expect(invoice.number).toMatch(/-000001$/)
    expect(student.number).toMatch(/-0001$/)
  })

  it('leaves the trail and everything real alone once there is something real', async () => {
    await addSampleData({ days: 2 })
    const [sampleLead] = await db.ownerQuery<{ id: string }>(
      `SELECT "id" FROM "Lead" WHERE "isSample" AND "status" = 'NEW' LIMIT 1`,
    )
    const ctx = staffContext()
    const lead = await newLead(ctx, {})
    await newInvoice(ctx, {}, { ...lead, id: sampleLead?.id ?? '' })
    const [real, events] = [await numbersOf('NOT'), await count('"AuditLog"')]
    const removal = await removeSample()
    expect(removal).toMatchObject({
      isTrailRestarted: false,
      removed: { users: 3, events: 0 },
      kept: { leads: 1, invoices: 0 },
    })
    expect(await count('"AuditLog"')).toBe((events ?? 0) + 1)
    expect(await numbersOf('NOT')).toEqual(real)
    expect(await numbersOf('')).toEqual([])
    const last = await one<{ metadata: { invoiceNumbers: string[] } }>(
      `SELECT "metadata" FROM "AuditLog" ORDER BY "createdAt" DESC LIMIT 1`,
    )
    const next = await newInvoice(ctx)
    const missing = Number(next.number.slice(9)) - 1 - real.length
    expect(spanOf(last?.metadata.invoiceNumbers ?? [])).toBe(missing)
  })

  it('begins no trail afresh that has tables it does not know: list them in trailTables and empty them there', async () => {
    expect(
      await db.ownerQuery(
        `SELECT relname FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p')
         AND relname LIKE 'Audit%' AND NOT relispartition AND relname <> ALL($1)`,
        [trailTables],
      ),
    ).toEqual([])
  })
})

it('takes the crash away again even when the work inside fails', async () => {
  const lead = await newLead(staffContext())
  await expect(
    withCrashingConversion(db.ownerUrl(), lead.id, () => Promise.reject(new Error('stopped'))),
  ).rejects.toThrow('stopped')
  expect(await count(`pg_trigger WHERE tgname = 'daybook_demo_crash'`)).toBe(0)
  expect(await withCrashingConversion(db.appUrl(), lead.id, async () => 'ran')).toBeUndefined()
})

const numbersOf = async (not: string) =>
  (await db.ownerQuery<{ number: string }>(`SELECT "number" FROM "Invoice" WHERE ${not} "isSample" ORDER BY 1`)).map(
    ({ number }) => number,
  )

/** How many numbers "INV-2026-000002 to INV-2026-000005", … stand for. */
function spanOf(ranges: string[]): number {
  return ranges.reduce((sum, range) => {
    const [first = '', last = first] = range.split(' to ')
    return sum + Number(last.slice(9)) - Number(first.slice(9)) + 1
  }, 0)
}
