import { randomUUID } from 'node:crypto'
import { beforeEach, expect, test } from 'vitest'
import { dayMs, hourMs } from '../../clock'
import { useDatabase } from '../../testing/database'
import { recentActivity } from './check-recent-activity'
import { checkSystemMetrics } from './check-system-metrics'

const database = useDatabase()
const signal = AbortSignal.timeout(60_000)
const now = new Date('2026-11-20T12:00:00Z')
const ago = (ms: number) => new Date(now.getTime() - ms)

beforeEach(() => database.ownerQuery('TRUNCATE "Payment", "Student", "InvoiceLine", "Invoice", "Lead" CASCADE'))

/** A lead that became a student, with an invoice and, if `paidAt` is given, a payment. */
async function student(enrolledAt: Date, paidAt?: Date): Promise<void> {
  const [lead, invoice, id, payment] = [randomUUID(), randomUUID(), randomUUID(), randomUUID()]
  await database.ownerQuery(
    `INSERT INTO "Lead" ("id", "name", "email", "createdAt", "updatedAt") VALUES ($1, 'A', 'a@example.com', $2, $2)`,
    [lead, enrolledAt],
  )
  await database.ownerQuery(
    `INSERT INTO "Invoice" ("id", "number", "leadId", "currency", "totalMinor", "payableNowMinor", "createdAt", "updatedAt")
     VALUES ($1::uuid, $1::text, $2, 'EUR', 100, 100, $3, $3)`,
    [invoice, lead, enrolledAt],
  )
  await database.ownerQuery(
    `INSERT INTO "Student" ("id", "number", "leadId", "name", "email", "enrolledAt", "updatedAt")
     VALUES ($1::uuid, $1::text, $2, 'A', 'a@example.com', $3, $3)`,
    [id, lead, enrolledAt],
  )
  if (paidAt)
    await database.ownerQuery(
      `INSERT INTO "Payment" ("id", "invoiceId", "studentId", "amountMinor", "currency", "method", "receivedAt")
       VALUES ($1, $2, $3, 100, 'EUR', 'CARD', $4)`,
      [payment, invoice, id, paidAt],
    )
}

test('a business that has not begun is not silent', async () => {
  expect(await recentActivity(signal, now)).toEqual({
    status: 'healthy',
    period: 'last 24 hours',
    counts: { conversions: 0, payments: 0 },
  })
})

test('conversions and payments of the last 24 hours are counted', async () => {
  await student(ago(1), ago(1))
  await student(ago(dayMs - 1), ago(dayMs))
  await student(ago(dayMs), ago(hourMs))
  expect(await recentActivity(signal, now)).toMatchObject({
    status: 'healthy',
    counts: { conversions: 2, payments: 2 },
  })
})

test('nothing for 48 hours is degraded, a little less is not', async () => {
  await student(ago(2 * dayMs))
  expect(await recentActivity(signal, now)).toMatchObject({
    status: 'degraded',
    message: 'Neither a conversion nor a payment for 48 hours',
    counts: { conversions: 0, payments: 0 },
  })
  await student(ago(2 * dayMs - 1))
  expect((await recentActivity(signal, now)).status).toBe('healthy')
})

test('a payment alone, or a conversion alone, is activity', async () => {
  await student(ago(10 * dayMs), ago(dayMs))
  expect((await recentActivity(signal, now)).status).toBe('healthy')
  expect((await recentActivity(signal, new Date(now.getTime() + dayMs))).status).toBe('degraded')
})

test('the metrics are exact numbers of rows', async () => {
  await student(now, now)
  await student(now)
  expect(await checkSystemMetrics.run(signal)).toEqual({
    status: 'healthy',
    counts: { students: 2, leads: 2, invoices: 2, payments: 1 },
  })
})
