import { expect, test } from 'vitest'
import { invoiceInput, newInvoice, newLead, outcomeOf, refusalOf, staffContext } from '../testing/business'
import { useDatabase } from '../testing/database'
import { InvoiceQuery } from './contract'
import { generateInvoice, listInvoices } from './index'

const db = useDatabase()

/** Lines with this description break the transaction after it has taken its number. */
async function breakLines(description: string): Promise<void> {
  await db.ownerQuery(`CREATE OR REPLACE FUNCTION test_broken_line() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF NEW."description" = '${description}' THEN RAISE EXCEPTION 'no such line'; END IF; RETURN NEW; END $$`)
  await db.ownerQuery(`CREATE OR REPLACE TRIGGER test_broken_line BEFORE INSERT ON "InvoiceLine"
    FOR EACH ROW EXECUTE FUNCTION test_broken_line()`)
}

/** A busy machine may answer "try again shortly"; then nothing was done, and a caller tries again. */
async function patiently<T>(attempt: () => Promise<T | string>): Promise<T | string> {
  for (;;) {
    const outcome = await attempt()
    if (outcome !== 'UNAVAILABLE') return outcome
  }
}

const broken = { ...invoiceInput, lines: [{ description: 'broken', quantity: 1, unitPriceMinor: 20_000 }] }

test('50 invoices made at once, a third of them rolled back, have numbers without gap or repeat', async () => {
  await breakLines('broken')
  const ctx = staffContext({ now: () => new Date('2024-06-01T00:00:00Z') })
  const leads = await Promise.all(Array.from({ length: 10 }, () => newLead(ctx)))
  const outcomes = await Promise.all(
    Array.from({ length: 50 }, (_, i) =>
      patiently(() => outcomeOf(generateInvoice(ctx, leads[i % 10]?.id ?? '', i % 3 === 1 ? broken : invoiceInput))),
    ),
  )
  const made = outcomes.flatMap((outcome) => (typeof outcome === 'string' ? [] : [outcome.number]))
  expect(outcomes.filter((outcome) => outcome === 'INTERNAL')).toHaveLength(17)
  expect(made.sort()).toEqual(Array.from({ length: 33 }, (_, i) => `INV-2024-${String(i + 1).padStart(6, '0')}`))
})

test('each year counts for itself, by UTC', async () => {
  const at = (instant: string) => newInvoice(staffContext({ now: () => new Date(instant) }))
  expect((await at('2021-12-31T23:59:59.999Z')).number).toBe('INV-2021-000001')
  expect((await at('2022-01-01T00:00:00.000Z')).number).toBe('INV-2022-000001')
  expect((await at('2021-12-31T23:59:59.999Z')).number).toBe('INV-2021-000002')
})

test('a failure to generate changes nothing and leaves one ERROR event', async () => {
  await breakLines('broken')
  const ctx = staffContext()
  const lead = await newLead(ctx)
  const failure = await refusalOf(generateInvoice(ctx, lead.id, broken))
  expect(failure).toMatchObject({ code: 'INTERNAL' })
  expect(failure.publicMessage).not.toContain('no such line')
  expect(await listInvoices(ctx, InvoiceQuery.parse({ leadId: lead.id }))).toEqual({ items: [], nextCursor: null })
  const events = await db.ownerQuery(`SELECT * FROM "AuditLog" WHERE "entityId" = $1 ORDER BY "id"`, [lead.id])
  expect(events.map((event) => event.action)).toEqual(['LEAD_CREATED', 'INVOICE_GENERATION_FAILED'])
  expect(events[1]).toMatchObject({ severity: 'ERROR', metadata: { totalMinor: 20_000, currency: 'EUR' } })
  expect(events[1]?.errorStack).toContain('no such line')
  expect(await db.ownerQuery(`SELECT "status" FROM "Lead" WHERE "id" = $1`, [lead.id])).toEqual([{ status: 'NEW' }])
})

test('a refusal is no failure: a converted or unknown lead leaves no event', async () => {
  const ctx = staffContext()
  const lead = await newLead(ctx)
  await db.ownerQuery(`UPDATE "Lead" SET "status" = 'CONVERTED' WHERE "id" = $1`, [lead.id])
  expect(await refusalOf(generateInvoice(ctx, lead.id, invoiceInput))).toMatchObject({ status: 409 })
  expect(await refusalOf(generateInvoice(ctx, '0190b0a0-0000-7000-8000-000000000001', invoiceInput))).toMatchObject({
    status: 404,
  })
  const failed = `SELECT 1 FROM "AuditLog" WHERE "action" = 'INVOICE_GENERATION_FAILED' AND "userId" = $1`
  expect(await db.ownerQuery(failed, [ctx.actor.type === 'user' ? ctx.actor.id : ''])).toEqual([])
})
