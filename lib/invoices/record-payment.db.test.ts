import { expect, test } from 'vitest'
import { uuidv7 } from '../ids'
import { newConversion, newInvoice, outcomeOf, raceBehindLock, refusalOf, staffContext } from '../testing/business'
import { useDatabase } from '../testing/database'
import { getInvoice, recordPayment } from './index'

const db = useDatabase()
const ctx = staffContext()
const pay = (invoiceId: string, amountMinor: number, idempotencyKey?: string) =>
  recordPayment(ctx, { invoiceId, payment: { amountMinor, method: 'CASH' }, idempotencyKey })

const paymentsOf = async (invoiceId: string) =>
  (
    await db.ownerQuery<{ amountMinor: string }>(`SELECT "amountMinor" FROM "Payment" WHERE "invoiceId" = $1`, [
      invoiceId,
    ])
  ).map((row) => Number(row.amountMinor))

test('the rest comes in parts until the invoice is paid, each with its event', async () => {
  const { invoice, student } = await newConversion(ctx)
  const part = await pay(invoice.id, 9_900)
  expect(part).toMatchObject({
    payment: { amountMinor: 9_900, method: 'CASH', student: { id: student.id }, invoice: { number: invoice.number } },
    invoice: { status: 'PARTIALLY_PAID', paidMinor: 29_900, remainingMinor: 20_000 },
  })
  expect((await pay(invoice.id, 20_000)).invoice).toMatchObject({
    status: 'PAID',
    paidMinor: 49_900,
    remainingMinor: 0,
  })
  const events = await db.ownerQuery(
    `SELECT * FROM "AuditLog" WHERE "action" = 'PAYMENT_RECEIVED' AND "metadata" ->> 'invoiceId' = $1 ORDER BY "id"`,
    [invoice.id],
  )
  expect(events.map((event) => [event.before.paidMinor, event.after.paidMinor, event.metadata.amountMinor])).toEqual([
    [0, 20_000, 20_000],
    [20_000, 29_900, 9_900],
    [29_900, 49_900, 20_000],
  ])
  expect(events[2]).toMatchObject({
    before: { invoiceStatus: 'PARTIALLY_PAID' },
    after: { invoiceStatus: 'PAID' },
    description: `€200.00 received from ${student.name} on ${invoice.number}`,
  })
})

test('more than remains is refused and changes nothing', async () => {
  const { invoice } = await newConversion(ctx)
  expect(await refusalOf(pay(invoice.id, 29_901))).toMatchObject({
    status: 422,
    problems: [{ pointer: '/amountMinor' }],
  })
  expect(await paymentsOf(invoice.id)).toEqual([20_000])
})

test('only a partly paid invoice takes more', async () => {
  const paid = await newConversion(ctx, { payableNowMinor: 49_900 })
  for (const id of [paid.invoice.id, (await newInvoice(ctx)).id])
    expect(await refusalOf(pay(id, 1))).toMatchObject({ status: 409 })
  expect(await refusalOf(pay(uuidv7(), 1))).toMatchObject({ status: 404 })
})

test('parts paid at once never exceed the total, and the books agree with the payments', async () => {
  const { invoice } = await newConversion(ctx)
  const outcomes = await raceBehindLock(
    db,
    { holdSql: `SELECT 1 FROM "Invoice" WHERE "id" = $1 FOR UPDATE`, params: [invoice.id], waiting: 8 },
    () => Promise.all(Array.from({ length: 8 }, () => outcomeOf(pay(invoice.id, 10_000)))),
  )
  expect(outcomes.filter((outcome) => outcome === 'INVALID_INPUT')).toHaveLength(6)
  expect(await paymentsOf(invoice.id)).toEqual([20_000, 10_000, 10_000])
  expect(await getInvoice(ctx, invoice.id)).toMatchObject({ paidMinor: 40_000, remainingMinor: 9_900 })
})

test('a repeat with the same key books once, also at the same time; another body is refused', async () => {
  const { invoice } = await newConversion(ctx)
  const key = uuidv7()
  const receipts = await Promise.all(Array.from({ length: 10 }, () => pay(invoice.id, 1_000, key)))
  expect(new Set(receipts.map((receipt) => JSON.stringify(receipt))).size).toBe(1)
  expect(await pay(invoice.id, 1_000, key)).toEqual(receipts[0])
  expect(await paymentsOf(invoice.id)).toEqual([20_000, 1_000])
  expect(await refusalOf(pay(invoice.id, 1_001, key))).toMatchObject({ problems: [{ pointer: 'Idempotency-Key' }] })
})

test('without a key every call is a payment of its own', async () => {
  const { invoice } = await newConversion(ctx)
  await pay(invoice.id, 1_000)
  await pay(invoice.id, 1_000)
  expect(await paymentsOf(invoice.id)).toEqual([20_000, 1_000, 1_000])
})
