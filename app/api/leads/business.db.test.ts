import { beforeAll, describe, expect, it } from 'vitest'
import * as cancelRoute from '@/app/api/invoices/[id]/cancel/route'
import * as payAndConvertRoute from '@/app/api/invoices/[id]/pay-and-convert/route'
import * as paymentsOfInvoiceRoute from '@/app/api/invoices/[id]/payments/route'
import * as invoiceRoute from '@/app/api/invoices/[id]/route'
import * as sendRoute from '@/app/api/invoices/[id]/send/route'
import * as invoicesRoute from '@/app/api/invoices/route'
import * as leadInvoiceRoute from '@/app/api/leads/[id]/invoice/route'
import * as leadRoute from '@/app/api/leads/[id]/route'
import * as leadsRoute from '@/app/api/leads/route'
import * as paymentsRoute from '@/app/api/payments/route'
import * as studentRoute from '@/app/api/students/[id]/route'
import * as studentsRoute from '@/app/api/students/route'
import { uuidv7 } from '@/lib/ids'
import { useDatabase } from '@/lib/testing/database'
import { signedInAs } from '@/lib/testing/session'

useDatabase()
let cookie = ''
beforeAll(async () => {
  cookie = await signedInAs('STAFF')
})

type Handler = (request: Request, args: { params: Promise<Record<string, string>> }) => Promise<Response>
type Route = Record<'GET' | 'POST' | 'PATCH' | 'DELETE', Handler>
type Options = { id?: string; query?: string; body?: unknown; headers?: Record<string, string> }

/** One call as a browser of staff makes it: the status and the parsed answer. */
async function call(route: Route, method: keyof Route, { id = '', query = '', body, headers = {} }: Options = {}) {
  const request = new Request(`http://daybook.test/api/path${query}`, {
    method,
    headers: { cookie, ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const response = await route[method](request, { params: Promise.resolve({ id }) })
  return { status: response.status, json: await response.json() }
}

const person = { name: 'Ada Route', email: 'ada.route@example.org' }
const invoiceBody = {
  currency: 'EUR',
  lines: [{ description: 'German B1', quantity: 1, unitPriceMinor: 49_900 }],
  payableNowMinor: 20_000,
}
const payment = { amountMinor: 20_000, method: 'BANK_TRANSFER' }
const key = () => ({ 'idempotency-key': uuidv7() })

async function newInvoice() {
  const lead = await call(leadsRoute, 'POST', { body: person })
  return (await call(leadInvoiceRoute, 'POST', { id: lead.json.id, body: invoiceBody })).json
}

describe('from a lead to a paid invoice', () => {
  it('every step answers with its status and shape', async () => {
    const lead = await call(leadsRoute, 'POST', { body: { ...person, phone: '+49 30 1234567', course: 'German B1' } })
    expect(lead).toMatchObject({ status: 201, json: { ...person, status: 'NEW', notes: null } })
    const { id } = lead.json
    expect(await call(leadRoute, 'PATCH', { id, body: { status: 'QUALIFIED' } })).toMatchObject({
      status: 200,
      json: { status: 'QUALIFIED' },
    })
    const invoice = await call(leadInvoiceRoute, 'POST', { id, body: invoiceBody })
    expect(invoice).toMatchObject({
      status: 201,
      json: { status: 'DRAFT', totalMinor: 49_900, payableNowMinor: 20_000, remainingMinor: 29_900, lead: { id } },
    })
    expect(invoice.json.number).toMatch(/^INV-\d{4}-\d{6}$/)
    const invoiceId = invoice.json.id
    expect(await call(invoiceRoute, 'PATCH', { id: invoiceId, body: { dueDate: '2027-01-31' } })).toMatchObject({
      status: 200,
      json: { dueDate: '2027-01-31' },
    })
    expect(await call(sendRoute, 'POST', { id: invoiceId })).toMatchObject({ status: 200, json: { status: 'SENT' } })

    const headers = key()
    const first = await call(payAndConvertRoute, 'POST', { id: invoiceId, body: payment, headers })
    expect(first).toMatchObject({
      status: 201,
      json: {
        lead: { id, status: 'CONVERTED' },
        student: { leadId: id },
        payment,
        invoice: { remainingMinor: 29_900 },
      },
    })
    expect(first.json.student.number).toMatch(/^STU-\d{4}-\d{4,}$/)
    expect(await call(payAndConvertRoute, 'POST', { id: invoiceId, body: payment, headers })).toEqual(first)
    const rest = { amountMinor: 29_900, method: 'CASH', reference: 'till 1' }
    expect(await call(paymentsOfInvoiceRoute, 'POST', { id: invoiceId, body: rest })).toMatchObject({
      status: 201,
      json: { payment: rest, invoice: { status: 'PAID' } },
    })

    const studentId = first.json.student.id
    expect(await call(studentRoute, 'PATCH', { id: studentId, body: { course: 'B2' } })).toMatchObject({ status: 200 })
    expect(await call(studentRoute, 'GET', { id: studentId })).toMatchObject({
      status: 200,
      json: { course: 'B2', payments: [{ amountMinor: 29_900 }, { amountMinor: 20_000 }] },
    })
    expect(await call(leadRoute, 'GET', { id })).toMatchObject({
      status: 200,
      json: { invoices: [{ id: invoiceId, status: 'PAID' }], student: { id: studentId } },
    })
    expect(await call(invoiceRoute, 'GET', { id: invoiceId })).toMatchObject({
      status: 200,
      json: { payments: [{ amountMinor: 20_000 }, { amountMinor: 29_900 }], student: { id: studentId } },
    })
    for (const [route, query] of [
      [leadsRoute, '?search=ada.route&status=CONVERTED'],
      [invoicesRoute, `?search=${invoice.json.number}`],
      [studentsRoute, `?search=${first.json.student.number}`],
      [paymentsRoute, `?invoiceId=${invoiceId}&limit=1`],
    ] as const) {
      const page = await call(route, 'GET', { query })
      expect(page.status).toBe(200)
      expect(page.json.items).toHaveLength(1)
    }
  })

  it('answers carry the columns of the contract and no others', async () => {
    const invoice = await newInvoice()
    expect(Object.keys(invoice).sort()).toEqual(
      `cancelledAt createdAt currency dueDate id isSample lead lines number paidMinor payableNowMinor remainingMinor
       sentAt status totalMinor updatedAt`.split(/\s+/),
    )
  })

  it('a lead without invoices can be deleted, and is gone', async () => {
    const { id } = (await call(leadsRoute, 'POST', { body: person })).json
    expect(await call(leadRoute, 'DELETE', { id })).toEqual({ status: 200, json: { id } })
    expect((await call(leadRoute, 'GET', { id })).status).toBe(404)
  })
})

describe('refusals', () => {
  it.each([
    ['a body without its fields', leadsRoute, { body: {} }, ['/name', '/email']],
    ['an unknown field', leadsRoute, { body: { ...person, role: 'FOUNDER' } }, ['/role']],
    ['an array', leadsRoute, { body: [] }, ['']],
    ['a number', leadsRoute, { body: 1 }, ['']],
  ] as const)('422 for %s, with its place', async (_, route, options, pointers) => {
    const { status, json } = await call(route, 'POST', options)
    expect(status).toBe(422)
    expect(json.errors.map((problem: { pointer: string }) => problem.pointer)).toEqual(pointers)
  })

  it('422 for a wrong invoice, with its place', async () => {
    const { id } = (await call(leadsRoute, 'POST', { body: person })).json
    const pointerOf = async (wrong: object) =>
      (await call(leadInvoiceRoute, 'POST', { id, body: { ...invoiceBody, ...wrong } })).json.errors?.[0]?.pointer
    expect(await pointerOf({ lines: [] })).toBe('/lines')
    expect(await pointerOf({ lines: [{ description: 'x', quantity: 10_000, unitPriceMinor: 999_999_999_999 }] })).toBe(
      '/lines',
    )
    expect(await pointerOf({ payableNowMinor: 49_901 })).toBe('/payableNowMinor')
    expect(await pointerOf({ currency: 'XYZ' })).toBe('/currency')
  })

  it('422 for unknown, repeated and impossible query parameters', async () => {
    for (const query of [
      '?colour=red',
      '?limit=0',
      '?limit=201',
      '?cursor=1',
      '?status=GONE',
      '?status=NEW&status=LOST',
    ])
      expect([query, (await call(leadsRoute, 'GET', { query })).status]).toEqual([query, 422])
  })

  it('422 for pay-and-convert without a proper Idempotency-Key or amount', async () => {
    const { id } = await newInvoice()
    const attempt = (options: Options) => call(payAndConvertRoute, 'POST', { id, body: payment, ...options })
    for (const headers of [{}, { 'idempotency-key': 'short' }])
      expect(await attempt({ headers })).toMatchObject({
        status: 422,
        json: { errors: [{ pointer: 'Idempotency-Key' }] },
      })
    expect(await attempt({ headers: key(), body: { ...payment, amountMinor: 19_999 } })).toMatchObject({
      status: 422,
      json: { errors: [{ pointer: '/amountMinor' }] },
    })
  })

  it('404 for what does not exist, and for what is no id', async () => {
    const id = uuidv7()
    expect((await call(leadRoute, 'GET', { id })).status).toBe(404)
    expect((await call(leadInvoiceRoute, 'POST', { id, body: invoiceBody })).status).toBe(404)
    expect((await call(sendRoute, 'POST', { id })).status).toBe(404)
    expect((await call(payAndConvertRoute, 'POST', { id, body: payment, headers: key() })).status).toBe(404)
    expect((await call(studentRoute, 'PATCH', { id, body: {} })).status).toBe(404)
    expect((await call(leadRoute, 'GET', { id: 'x' })).status).toBe(404)
  })

  it('409 for a lost race: sent twice, cancelled and paid, converted twice, deleted with an invoice', async () => {
    const invoice = await newInvoice()
    const { id } = invoice
    expect((await call(leadRoute, 'DELETE', { id: invoice.lead.id })).status).toBe(409)
    await call(sendRoute, 'POST', { id })
    expect((await call(sendRoute, 'POST', { id })).status).toBe(409)
    await call(payAndConvertRoute, 'POST', { id, body: payment, headers: key() })
    expect((await call(payAndConvertRoute, 'POST', { id, body: payment, headers: key() })).status).toBe(409)
    expect((await call(cancelRoute, 'POST', { id })).status).toBe(409)
    expect((await call(leadRoute, 'PATCH', { id: invoice.lead.id, body: { status: 'LOST' } })).status).toBe(409)
  })

  it('401 without a session', async () => {
    expect((await call(leadsRoute, 'POST', { body: person, headers: { cookie: '' } })).status).toBe(401)
  })
})
