import { expect, test } from 'vitest'
import { recordPayment } from '../invoices'
import { newConversion, randomText, staffContext } from '../testing/business'
import { useDatabase } from '../testing/database'
import { PaymentQuery } from './contract'
import { listPayments } from './index'

useDatabase()
const ctx = staffContext()
const list = (query: Record<string, string>) => listPayments(ctx, PaymentQuery.parse(query))

test('payments are listed newest first and found by reference, invoice number, student, invoice and method', async () => {
  const { invoice, student, payment } = await newConversion(ctx)
  await newConversion(ctx)
  const reference = `ref ${randomText()}`
  const rest = await recordPayment(ctx, {
    invoiceId: invoice.id,
    payment: { amountMinor: 1, method: 'CASH', reference },
  })
  const both = [rest.payment, payment]
  for (const query of [
    { search: invoice.number },
    { search: student.name },
    { invoiceId: invoice.id },
    { studentId: student.id },
  ])
    expect((await list(query)).items).toEqual(both)
  expect((await list({ search: reference.toUpperCase() })).items).toEqual([rest.payment])
  expect((await list({ method: 'CASH' })).items).toEqual([rest.payment])
  const first = await list({ invoiceId: invoice.id, limit: '1' })
  expect(first).toEqual({ items: [rest.payment], nextCursor: rest.payment.id })
  expect(await list({ invoiceId: invoice.id, cursor: rest.payment.id })).toEqual({ items: [payment], nextCursor: null })
})
