import { describe, expect, it, vi } from 'vitest'
import { systemContext } from '../context'
import { uuidv7 } from '../ids'
import { logger } from '../logger'
import {
  invoiceInput,
  newInvoice,
  newLead,
  outcomeOf,
  raceBehindLock,
  randomText,
  refusalOf,
  staffContext,
} from '../testing/business'
import { useDatabase } from '../testing/database'
import type { Conversion } from './contract'
import { cancelInvoice, getInvoice, payAndConvert, sendInvoice } from './index'

const db = useDatabase()
const payment = { amountMinor: 20_000, method: 'BANK_TRANSFER', reference: 'transfer 7' } as const

type EventRow = {
  action: string
  severity: string
  entityType: string
  entityId: string
  before: object
  after: object
  metadata: Record<string, unknown>
  errorMessage: string | null
  errorStack: string | null
  userId: string | null
}

/** Every event that names the lead, as its entity or in its facts, in the order of the feed. */
const eventsOfLead = (leadId: string) =>
  db.ownerQuery<EventRow>(
    `SELECT * FROM "AuditLog" WHERE "entityId" = $1 OR "metadata" ->> 'leadId' = $1 ORDER BY "id"`,
    [leadId],
  )

const count = async (sql: string, id: string) =>
  (await db.ownerQuery<{ n: number }>(`SELECT count(*)::int AS n FROM ${sql} = $1`, [id]))[0]?.n

const conversionActions = ['PAYMENT_RECEIVED', 'STUDENT_CREATED', 'LEAD_CONVERTED', 'LEAD_TO_STUDENT_CONVERSION']

async function conversionEvents(leadId: string) {
  const events = await eventsOfLead(leadId)
  return events.filter((event) => conversionActions.includes(event.action)).map((event) => event.action)
}

describe('pay and convert', () => {
  it('takes the money, enrols the student and converts the lead, and answers with all four', async () => {
    const ctx = staffContext()
    const lead = await newLead(ctx, { phone: '+49 30 1', course: 'German B1' })
    const invoice = await newInvoice(ctx, {}, lead)
    const done = await payAndConvert(ctx, { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() })
    expect(done).toMatchObject({
      payment: { amountMinor: 20_000, currency: 'EUR', method: 'BANK_TRANSFER', reference: 'transfer 7' },
      student: { leadId: lead.id, name: lead.name, email: lead.email, phone: '+49 30 1', course: 'German B1' },
      lead: { id: lead.id, status: 'CONVERTED' },
      invoice: { status: 'PARTIALLY_PAID', paidMinor: 20_000, remainingMinor: 29_900, totalMinor: 49_900 },
    })
    expect(done.student.number).toMatch(/^STU-\d{4}-\d{4,}$/)
    expect(await getInvoice(ctx, invoice.id)).toMatchObject({
      student: done.student,
      lead: done.lead,
      payments: [done.payment],
    })
  })

  it('records who did what, with the states and amounts before and after', async () => {
    const ctx = staffContext()
    const invoice = await newInvoice(ctx)
    await sendInvoice(ctx, invoice.id)
    const { student, payment: paid } = await payAndConvert(ctx, {
      invoiceId: invoice.id,
      payment,
      idempotencyKey: uuidv7(),
    })
    const events = await eventsOfLead(invoice.lead.id)
    expect(events.map((event) => event.action)).toEqual([
      'LEAD_CREATED',
      'LEAD_UPDATED',
      'INVOICE_GENERATED',
      'INVOICE_SENT',
      'CONVERSION_STARTED',
      ...conversionActions,
    ])
    expect(new Set(events.map((event) => event.userId))).toEqual(new Set([ctx.actor.type === 'user' && ctx.actor.id]))
    const facts = { leadName: invoice.lead.name, number: invoice.number, currency: 'EUR', totalMinor: 49_900 }
    expect(events.slice(-4)).toMatchObject([
      {
        entityType: 'Payment',
        entityId: paid.id,
        before: { invoiceStatus: 'SENT', paidMinor: 0 },
        after: { invoiceStatus: 'PARTIALLY_PAID', paidMinor: 20_000 },
        metadata: { ...facts, amountMinor: 20_000, payableNowMinor: 20_000, remainingMinor: 29_900 },
      },
      { entityType: 'Student', entityId: student.id, before: null, after: { number: student.number }, metadata: facts },
      { entityType: 'Lead', before: { status: 'INVOICED' }, after: { status: 'CONVERTED' }, metadata: facts },
      {
        entityType: 'Lead',
        before: { leadStatus: 'INVOICED', invoiceStatus: 'SENT', paidMinor: 0, studentNumber: null },
        after: {
          leadStatus: 'CONVERTED',
          invoiceStatus: 'PARTIALLY_PAID',
          paidMinor: 20_000,
          studentNumber: student.number,
        },
        metadata: { ...facts, amountMinor: 20_000, studentId: student.id },
      },
    ])
  })

  it('marks the invoice paid when the whole total comes at once', async () => {
    const ctx = staffContext()
    const invoice = await newInvoice(ctx)
    const whole = { ...payment, amountMinor: 49_900 }
    const done = await payAndConvert(ctx, { invoiceId: invoice.id, payment: whole, idempotencyKey: uuidv7() })
    expect(done.invoice).toMatchObject({ status: 'PAID', paidMinor: 49_900, remainingMinor: 0 })
  })

  it('refuses an amount below the part payable now or above the total, without a trace', async () => {
    const ctx = staffContext()
    const invoice = await newInvoice(ctx)
    for (const amountMinor of [1, 19_999, 49_901]) {
      const wrong = { ...payment, amountMinor }
      const refusal = await refusalOf(
        payAndConvert(ctx, { invoiceId: invoice.id, payment: wrong, idempotencyKey: uuidv7() }),
      )
      expect(refusal).toMatchObject({ status: 422, problems: [{ pointer: '/amountMinor' }] })
    }
    const actions = (await eventsOfLead(invoice.lead.id)).map((event) => event.action)
    expect(actions).not.toContain('CONVERSION_STARTED')
    expect(await count(`"Payment" WHERE "invoiceId"`, invoice.id)).toBe(0)
  })

  it('refuses an unknown, a cancelled and an already converted invoice, without a trace', async () => {
    const ctx = staffContext()
    const convert = (invoiceId: string) => payAndConvert(ctx, { invoiceId, payment, idempotencyKey: uuidv7() })
    expect(await refusalOf(convert(uuidv7()))).toMatchObject({ status: 404 })
    const cancelled = await newInvoice(ctx)
    await cancelInvoice(ctx, cancelled.id)
    expect(await refusalOf(convert(cancelled.id))).toMatchObject({ status: 409 })
    expect((await eventsOfLead(cancelled.lead.id)).map((event) => event.action)).not.toContain('CONVERSION_STARTED')
    const converted = await newInvoice(ctx)
    await convert(converted.id)
    expect(await refusalOf(convert(converted.id))).toMatchObject({ status: 409 })
    expect(await conversionEvents(converted.lead.id)).toEqual(conversionActions)
  })

  it('writes rows of the sample company for its people only', async () => {
    const ctx = staffContext()
    if (ctx.actor.type !== 'user') throw new Error('unreachable')
    const sample = { ...ctx, actor: { ...ctx.actor, isSample: true } }
    const invoice = await newInvoice(sample)
    const done = await payAndConvert(sample, { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() })
    expect([done.lead, done.invoice, done.student, done.payment].map((row) => row.isSample)).toEqual(
      Array(4).fill(true),
    )
  })

  it('writes every time and id from the clock of its context', async () => {
    const past = new Date('2025-03-04T05:06:07.008Z')
    const ctx = staffContext({ now: () => past })
    const invoice = await newInvoice(ctx)
    const done = await payAndConvert(ctx, { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() })
    expect(invoice.number).toMatch(/^INV-2025-/)
    expect(done.student.number).toMatch(/^STU-2025-/)
    expect(done.payment.receivedAt).toBe(past.toISOString())
    expect(done.payment.id.slice(0, 13)).toBe(uuidv7(past).slice(0, 13))
    const times = await db.ownerQuery(
      `SELECT DISTINCT "occurredAt" FROM "AuditLog" WHERE "metadata" ->> 'leadId' = $1`,
      [invoice.lead.id],
    )
    expect(times).toEqual([{ occurredAt: past }])
  })
})

describe('an Idempotency-Key', () => {
  it('gets a repeat the first answer, also after the student has changed', async () => {
    const ctx = staffContext()
    const invoice = await newInvoice(ctx)
    const call = { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() }
    const first = await payAndConvert(ctx, call)
    await db.ownerQuery(`UPDATE "Student" SET "name" = 'Somebody Else' WHERE "id" = $1`, [first.student.id])
    expect(await payAndConvert(ctx, call)).toEqual(first)
    expect(await conversionEvents(invoice.lead.id)).toEqual(conversionActions)
  })

  it('is refused for another body and for another invoice', async () => {
    const ctx = staffContext()
    const [invoice, other] = [await newInvoice(ctx), await newInvoice(ctx)]
    const call = { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() }
    await payAndConvert(ctx, call)
    const wrong = { status: 422, problems: [{ pointer: 'Idempotency-Key' }] }
    const otherBody = { ...call, payment: { ...payment, amountMinor: 20_001 } }
    expect(await refusalOf(payAndConvert(ctx, otherBody))).toMatchObject(wrong)
    expect(await refusalOf(payAndConvert(ctx, { ...call, invoiceId: other.id }))).toMatchObject(wrong)
    expect((await getInvoice(ctx, other.id)).status).toBe('DRAFT')
  })

  it('belongs to the person who sent it', async () => {
    const [one, two] = [staffContext(), staffContext()]
    const idempotencyKey = uuidv7()
    const [a, b] = [await newInvoice(one), await newInvoice(two)]
    await payAndConvert(one, { invoiceId: a.id, payment, idempotencyKey })
    const done = await payAndConvert(two, { invoiceId: b.id, payment, idempotencyKey })
    expect(done.invoice.id).toBe(b.id)
  })

  it('may be used again after a refusal', async () => {
    const ctx = staffContext()
    const invoice = await newInvoice(ctx)
    const call = { invoiceId: invoice.id, idempotencyKey: uuidv7() }
    await refusalOf(payAndConvert(ctx, { ...call, payment: { ...payment, amountMinor: 1 } }))
    expect((await payAndConvert(ctx, { ...call, payment })).invoice.id).toBe(invoice.id)
  })
})

describe('many at once', () => {
  it('20 calls with 5 keys on one invoice convert once; the winning key gets one answer, all others 409', async () => {
    const ctx = staffContext()
    const invoice = await newInvoice(ctx)
    const keys = Array.from({ length: 5 }, () => uuidv7())
    const calls = Array.from({ length: 20 }, (_, i) => keys[i % 5] ?? '')
    const outcomes = await raceBehindLock(
      db,
      { holdSql: `SELECT 1 FROM "Invoice" WHERE "id" = $1 FOR UPDATE`, params: [invoice.id], waiting: 20 },
      () =>
        Promise.all(
          calls.map((idempotencyKey) =>
            outcomeOf(payAndConvert(ctx, { invoiceId: invoice.id, payment, idempotencyKey })),
          ),
        ),
    )
    const answers = outcomes.filter((outcome): outcome is Conversion => typeof outcome !== 'string')
    expect(answers).toHaveLength(4)
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(outcomes.filter((outcome) => outcome === 'CONFLICT')).toHaveLength(16)
    expect(await count(`"Student" WHERE "leadId"`, invoice.lead.id)).toBe(1)
    expect(await count(`"Payment" WHERE "invoiceId"`, invoice.id)).toBe(1)
    expect(await conversionEvents(invoice.lead.id)).toEqual(conversionActions)
  })

  it('20 calls with 20 keys, unhindered, convert once', async () => {
    const ctx = staffContext()
    const invoice = await newInvoice(ctx)
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () =>
        outcomeOf(payAndConvert(ctx, { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() })),
      ),
    )
    expect(outcomes.filter((outcome) => outcome === 'CONFLICT')).toHaveLength(19)
    expect(await count(`"Payment" WHERE "invoiceId"`, invoice.id)).toBe(1)
  })

  it('20 calls with one key, unhindered, all get the same answer', async () => {
    const ctx = staffContext()
    const invoice = await newInvoice(ctx)
    const call = { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() }
    const answers = await Promise.all(Array.from({ length: 20 }, () => payAndConvert(ctx, call)))
    expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1)
    expect(await count(`"Payment" WHERE "invoiceId"`, invoice.id)).toBe(1)
  })

  it('of two invoices of one lead converted at once, one wins and the other is refused', async () => {
    const ctx = staffContext()
    const lead = await newLead(ctx)
    const invoices = [await newInvoice(ctx, {}, lead), await newInvoice(ctx, {}, lead)]
    const outcomes = await raceBehindLock(
      db,
      { holdSql: `SELECT 1 FROM "Lead" WHERE "id" = $1 FOR UPDATE`, params: [lead.id], waiting: 2 },
      () =>
        Promise.all(
          invoices.map(({ id }) => outcomeOf(payAndConvert(ctx, { invoiceId: id, payment, idempotencyKey: uuidv7() }))),
        ),
    )
    expect(outcomes.filter((outcome) => outcome === 'CONFLICT')).toHaveLength(1)
    const states = await Promise.all(invoices.map(async ({ id }) => (await getInvoice(ctx, id)).status))
    expect(states.sort()).toEqual(['DRAFT', 'PARTIALLY_PAID'])
    expect(await conversionEvents(lead.id)).toEqual(conversionActions)
  })

  it('a call whose twin succeeds between its two looks gets the answer, not a conflict', async () => {
    const ctx = staffContext()
    const invoice = await newInvoice(ctx)
    const call = { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() }
    const first = await payAndConvert(ctx, call)
    // Takes the answer back and gives it again in a transaction that also holds up the look at the invoice.
    await db.ownerQuery(
      `CREATE TABLE kept_key AS SELECT * FROM "IdempotencyKey" WHERE "key" = '${call.idempotencyKey}'`,
    )
    await db.ownerQuery(`DELETE FROM "IdempotencyKey" WHERE "key" = $1`, [call.idempotencyKey])
    const holdSql = `INSERT INTO "IdempotencyKey" SELECT * FROM kept_key; LOCK TABLE "Invoice" IN ACCESS EXCLUSIVE MODE`
    expect(await raceBehindLock(db, { holdSql, waiting: 1 }, () => payAndConvert(ctx, call))).toEqual(first)
  })

  it('a conversion that waited behind a cancellation is refused, not revived', async () => {
    const ctx = staffContext()
    const invoice = await newInvoice(ctx)
    const outcome = await raceBehindLock(
      db,
      { holdSql: `UPDATE "Invoice" SET "status" = 'CANCELLED' WHERE "id" = $1`, params: [invoice.id], waiting: 1 },
      () => outcomeOf(payAndConvert(ctx, { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() })),
    )
    expect(outcome).toBe('CONFLICT')
    expect(await count(`"Student" WHERE "leadId"`, invoice.lead.id)).toBe(0)
  })
})

/** A fault in the middle of the transaction, for one student only. */
async function breakStudents(name: string, body: string): Promise<() => Promise<unknown>> {
  const id = `test_${randomText()}`
  await db.ownerQuery(`CREATE SEQUENCE ${id}_seq`)
  await db.ownerQuery(`CREATE FUNCTION ${id}() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
    BEGIN IF NEW."name" = '${name}' THEN ${body.replaceAll('{sequence}', `${id}_seq`)} END IF; RETURN NEW; END $$`)
  await db.ownerQuery(`CREATE TRIGGER ${id} BEFORE INSERT ON "Student" FOR EACH ROW EXECUTE FUNCTION ${id}()`)
  return () => db.ownerQuery(`DROP TRIGGER ${id} ON "Student"`)
}

describe('a failure in the middle', () => {
  it('changes nothing, leaves one CRITICAL event with a stack, and the same key succeeds afterwards', async () => {
    const ctx = staffContext()
    const lead = await newLead(ctx)
    const invoice = await newInvoice(ctx, {}, lead)
    const repair = await breakStudents(lead.name, `RAISE EXCEPTION 'the disk of students is on fire';`)
    const call = { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() }

    const failure = await refusalOf(payAndConvert(ctx, call))
    expect(failure).toMatchObject({ code: 'INTERNAL' })
    expect(failure.publicMessage).toContain('nothing was changed')
    expect(failure.publicMessage).not.toContain('fire')
    expect(await count(`"Student" WHERE "leadId"`, lead.id)).toBe(0)
    expect(await count(`"Payment" WHERE "invoiceId"`, invoice.id)).toBe(0)
    expect(await count(`"IdempotencyKey" WHERE "key"`, call.idempotencyKey)).toBe(0)
    expect(await getInvoice(ctx, invoice.id)).toMatchObject({ status: 'DRAFT', lead: { status: 'INVOICED' } })
    const events = await eventsOfLead(lead.id)
    expect(events.map((event) => event.action).slice(-2)).toEqual(['CONVERSION_STARTED', 'LEAD_TO_STUDENT_CONVERSION'])
    const critical = events.filter((event) => event.severity === 'CRITICAL')
    expect(critical).toMatchObject([
      { entityType: 'Lead', entityId: lead.id, metadata: { number: invoice.number, amountMinor: 20_000 } },
    ])
    expect(critical[0]?.errorMessage).toContain('on fire')
    expect(critical[0]?.errorStack).toContain('convert-lead')

    await repair()
    expect((await payAndConvert(ctx, call)).lead.status).toBe('CONVERTED')
    expect((await eventsOfLead(lead.id)).filter((event) => event.severity === 'CRITICAL')).toHaveLength(1)
  })

  it('that is a serialization failure is logged, tried again and succeeds', async () => {
    const ctx = staffContext()
    const lead = await newLead(ctx)
    const invoice = await newInvoice(ctx, {}, lead)
    await breakStudents(
      lead.name,
      `IF nextval('{sequence}') = 1 THEN RAISE EXCEPTION 'not now' USING ERRCODE = '40001'; END IF;`,
    )
    const warn = vi.spyOn(logger, 'warn')
    const done = await payAndConvert(ctx, { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() })
    expect(warn.mock.calls.map(([message, fields]) => [message, fields?.attempt])).toEqual([['TRANSACTION_RETRY', 1]])
    warn.mockRestore()
    expect(done.lead.status).toBe('CONVERTED')
    expect(await conversionEvents(lead.id)).toEqual(conversionActions)
  })

  it('that outlives all retries is an unexpected failure with one CRITICAL event', async () => {
    const ctx = staffContext()
    const lead = await newLead(ctx)
    const invoice = await newInvoice(ctx, {}, lead)
    await breakStudents(lead.name, `RAISE EXCEPTION 'never' USING ERRCODE = '40001';`)
    const failure = await refusalOf(payAndConvert(ctx, { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() }))
    expect(failure.code).toBe('INTERNAL')
    expect((await eventsOfLead(lead.id)).filter((event) => event.severity === 'CRITICAL')).toHaveLength(1)
  })

  it('of the database as a whole answers UNAVAILABLE', async () => {
    const ctx = staffContext()
    const lead = await newLead(ctx)
    const invoice = await newInvoice(ctx, {}, lead)
    await breakStudents(lead.name, `PERFORM pg_terminate_backend(pg_backend_pid());`)
    const call = { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() }
    expect(await refusalOf(payAndConvert(ctx, call))).toMatchObject({ code: 'UNAVAILABLE' })
    expect((await eventsOfLead(lead.id)).filter((event) => event.severity === 'CRITICAL')).toHaveLength(1)
    expect(await getInvoice(ctx, invoice.id)).toMatchObject({ status: 'DRAFT' })
  })
})

it('a job may convert as well as a person', async () => {
  const ctx = systemContext('import')
  const invoice = await newInvoice(ctx, { ...invoiceInput, currency: 'JPY' })
  const done = await payAndConvert(ctx, { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() })
  expect(done.payment).toMatchObject({ receivedById: null, currency: 'JPY' })
})
