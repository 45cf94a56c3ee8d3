import { describe, expect, it } from 'vitest'
import { getLead } from '../leads'
import { maxAmountMinor } from '../money'
import {
  newConversion,
  newInvoice,
  newLead,
  outcomeOf,
  raceBehindLock,
  refusalOf,
  staffContext,
} from '../testing/business'
import { useDatabase } from '../testing/database'
import { InvoiceQuery } from './contract'
import { cancelInvoice, generateInvoice, getInvoice, listInvoices, sendInvoice, updateInvoice } from './index'

const db = useDatabase()
const ctx = staffContext()

const eventsOf = (entityId: string) =>
  db.ownerQuery(
    `SELECT "action", "description", "before", "after", "metadata" FROM "AuditLog" WHERE "entityId" = $1 ORDER BY "id"`,
    [entityId],
  )
const actionsOf = async (entityId: string) => (await eventsOf(entityId)).map((event) => event.action)

describe('a new invoice', () => {
  it('is a draft with its amounts, moves the lead to INVOICED and says both in the trail', async () => {
    const lead = await newLead(ctx, { name: 'Grace Hopper' })
    const invoice = await newInvoice(ctx, { dueDate: '2026-12-31' }, lead)
    expect(invoice).toMatchObject({
      status: 'DRAFT',
      currency: 'EUR',
      lines: [{ description: 'German B1', quantity: 1, unitPriceMinor: 49_900 }],
      totalMinor: 49_900,
      payableNowMinor: 20_000,
      paidMinor: 0,
      remainingMinor: 29_900,
      dueDate: '2026-12-31',
      lead: { id: lead.id, name: 'Grace Hopper' },
      sentAt: null,
      cancelledAt: null,
    })
    expect(await eventsOf(invoice.id)).toMatchObject([
      {
        action: 'INVOICE_GENERATED',
        description: `Invoice ${invoice.number} over €499.00 for Grace Hopper generated`,
        before: null,
        metadata: {
          leadId: lead.id,
          leadName: 'Grace Hopper',
          number: invoice.number,
          currency: 'EUR',
          totalMinor: 49_900,
          payableNowMinor: 20_000,
          remainingMinor: 29_900,
        },
      },
    ])
    expect(await eventsOf(lead.id)).toMatchObject([
      { action: 'LEAD_CREATED' },
      { action: 'LEAD_UPDATED', before: { status: 'NEW' }, after: { status: 'INVOICED' } },
    ])
  })

  it('is payable as a whole unless it says otherwise, up to the largest amount', async () => {
    const lead = await newLead(ctx)
    const lines = [
      { description: 'All', quantity: 2, unitPriceMinor: maxAmountMinor },
      { description: 'Discount', quantity: 1, unitPriceMinor: -maxAmountMinor },
    ]
    const invoice = await generateInvoice(ctx, lead.id, { currency: 'EUR', lines })
    expect(invoice).toMatchObject({ totalMinor: maxAmountMinor, payableNowMinor: maxAmountMinor, remainingMinor: 0 })
    expect((await getInvoice(ctx, invoice.id)).lines).toEqual(lines)
  })
})

describe('a draft', () => {
  it('can be changed; the event shows what was and what is', async () => {
    const invoice = await newInvoice(ctx)
    const lines = [
      { description: 'German B2', quantity: 2, unitPriceMinor: 30_000 },
      { description: 'Book', quantity: 1, unitPriceMinor: 2_500 },
    ]
    const changed = await updateInvoice(ctx, invoice.id, { lines, dueDate: '2027-01-01' })
    expect(changed).toMatchObject({ lines, totalMinor: 62_500, payableNowMinor: 20_000, dueDate: '2027-01-01' })
    expect((await eventsOf(invoice.id)).at(-1)).toMatchObject({
      action: 'INVOICE_UPDATED',
      before: { totalMinor: 49_900, dueDate: null, lines: invoice.lines },
      after: { totalMinor: 62_500, dueDate: '2027-01-01', lines },
    })
    expect((await updateInvoice(ctx, invoice.id, { dueDate: null })).dueDate).toBeNull()
  })

  it('that was payable as a whole stays so when its lines change', async () => {
    const invoice = await newInvoice(ctx, { payableNowMinor: 49_900 })
    const lines = [{ description: 'German B2', quantity: 1, unitPriceMinor: 10_000 }]
    expect(await updateInvoice(ctx, invoice.id, { lines })).toMatchObject({
      totalMinor: 10_000,
      payableNowMinor: 10_000,
    })
  })

  it('refuses a part payable now above the total, typed or left over', async () => {
    const invoice = await newInvoice(ctx)
    const cheaper = [{ description: 'German A1', quantity: 1, unitPriceMinor: 10_000 }]
    for (const patch of [{ payableNowMinor: 49_901 }, { lines: cheaper }])
      expect(await refusalOf(updateInvoice(ctx, invoice.id, patch))).toMatchObject({
        status: 422,
        problems: [{ pointer: '/payableNowMinor' }],
      })
    expect(await actionsOf(invoice.id)).toEqual(['INVOICE_GENERATED'])
  })

  it('leaves no event when nothing changes', async () => {
    const invoice = await newInvoice(ctx)
    const same = { lines: invoice.lines, payableNowMinor: 20_000, dueDate: null }
    expect(await updateInvoice(ctx, invoice.id, same)).toEqual(invoice)
    expect(await actionsOf(invoice.id)).toEqual(['INVOICE_GENERATED'])
  })

  it('loses no change when two people change different things at once', async () => {
    const invoice = await newInvoice(ctx)
    await raceBehindLock(
      db,
      { holdSql: `SELECT 1 FROM "Invoice" WHERE "id" = $1 FOR UPDATE`, params: [invoice.id], waiting: 2 },
      () =>
        Promise.all([
          updateInvoice(ctx, invoice.id, { dueDate: '2027-02-03' }),
          updateInvoice(ctx, invoice.id, { payableNowMinor: 30_000 }),
        ]),
    )
    expect(await getInvoice(ctx, invoice.id)).toMatchObject({ dueDate: '2027-02-03', payableNowMinor: 30_000 })
  })
})

describe('states', () => {
  it('DRAFT → SENT once: of many who send, one does', async () => {
    const invoice = await newInvoice(ctx)
    const outcomes = await Promise.all(Array.from({ length: 8 }, () => outcomeOf(sendInvoice(ctx, invoice.id))))
    expect(outcomes.filter((outcome) => outcome === 'CONFLICT')).toHaveLength(7)
    expect(await getInvoice(ctx, invoice.id)).toMatchObject({ status: 'SENT', sentAt: expect.any(String) })
    expect(await eventsOf(invoice.id)).toMatchObject([
      { action: 'INVOICE_GENERATED' },
      { action: 'INVOICE_SENT', before: { status: 'DRAFT', sentAt: null }, after: { status: 'SENT' } },
    ])
  })

  it('a sent invoice cannot be changed, but cancelled', async () => {
    const invoice = await newInvoice(ctx)
    await sendInvoice(ctx, invoice.id)
    expect(await refusalOf(updateInvoice(ctx, invoice.id, { dueDate: null }))).toMatchObject({ status: 409 })
    expect(await cancelInvoice(ctx, invoice.id)).toMatchObject({ status: 'CANCELLED', cancelledAt: expect.any(String) })
    expect((await eventsOf(invoice.id)).at(-1)).toMatchObject({
      action: 'INVOICE_CANCELLED',
      before: { status: 'SENT', cancelledAt: null },
      after: { status: 'CANCELLED' },
    })
  })

  it('CANCELLED, PARTIALLY_PAID and PAID can be neither sent, changed nor cancelled', async () => {
    const cancelled = await newInvoice(ctx)
    await cancelInvoice(ctx, cancelled.id)
    const part = (await newConversion(ctx)).invoice
    const paid = (await newConversion(ctx, { payableNowMinor: 49_900 })).invoice
    for (const { id } of [cancelled, part, paid]) {
      expect(await refusalOf(sendInvoice(ctx, id))).toMatchObject({ status: 409 })
      expect(await refusalOf(cancelInvoice(ctx, id))).toMatchObject({ status: 409 })
      expect(await refusalOf(updateInvoice(ctx, id, { dueDate: '2027-01-01' }))).toMatchObject({ status: 409 })
    }
  })

  it('an unknown invoice is absent everywhere', async () => {
    const id = '0190b0a0-0000-7000-8000-000000000001'
    for (const verb of [getInvoice, sendInvoice, cancelInvoice])
      expect(await refusalOf(verb(ctx, id))).toMatchObject({ status: 404 })
    expect(await refusalOf(updateInvoice(ctx, id, {}))).toMatchObject({ status: 404 })
  })

  it('the lead goes back to QUALIFIED with its last open invoice, also when two are cancelled at once', async () => {
    const lead = await newLead(ctx)
    const [one, two, three] = [
      await newInvoice(ctx, {}, lead),
      await newInvoice(ctx, {}, lead),
      await newInvoice(ctx, {}, lead),
    ]
    await cancelInvoice(ctx, one.id)
    expect((await getLead(ctx, lead.id)).status).toBe('INVOICED')
    await raceBehindLock(
      db,
      { holdSql: `SELECT 1 FROM "Lead" WHERE "id" = $1 FOR UPDATE`, params: [lead.id], waiting: 2 },
      () => Promise.all([cancelInvoice(ctx, two.id), cancelInvoice(ctx, three.id)]),
    )
    expect((await getLead(ctx, lead.id)).status).toBe('QUALIFIED')
    expect((await eventsOf(lead.id)).at(-1)).toMatchObject({
      action: 'LEAD_UPDATED',
      before: { status: 'INVOICED' },
      after: { status: 'QUALIFIED' },
    })
  })

  it('a converted lead stays converted when its other invoice is cancelled', async () => {
    const done = await newConversion(ctx)
    const other = await newInvoice(ctx)
    await db.ownerQuery(`UPDATE "Invoice" SET "leadId" = $1 WHERE "id" = $2`, [done.lead.id, other.id])
    await cancelInvoice(ctx, other.id)
    expect((await getLead(ctx, done.lead.id)).status).toBe('CONVERTED')
  })
})

describe('the list', () => {
  const list = (query: Record<string, string>) => listInvoices(ctx, InvoiceQuery.parse(query))

  it('finds by number, by lead name and by state, taking % and _ for what they are', async () => {
    const lead = await newLead(ctx, { name: 'Zoë 100%_sure' })
    const invoice = await newInvoice(ctx, {}, lead)
    await newInvoice(ctx, {}, await newLead(ctx, { name: 'Zoë 100 or so' }))
    for (const query of [{ search: invoice.number.toLowerCase() }, { search: '100%_S' }, { leadId: lead.id }])
      expect((await list(query)).items.map(({ id }) => id)).toEqual([invoice.id])
    expect((await list({ search: '100%_S', status: 'SENT' })).items).toEqual([])
    expect((await list({ search: '\\' })).items).toEqual([])
  })

  it('pages newest first without repeating or leaving out', async () => {
    const lead = await newLead(ctx)
    const ids: string[] = []
    for (let i = 0; i < 5; i += 1) ids.unshift((await newInvoice(ctx, {}, lead)).id)
    const seen: string[] = []
    let cursor: string | null = null
    do {
      const page = await list({ leadId: lead.id, limit: '2', ...(cursor === null ? {} : { cursor }) })
      seen.push(...page.items.map(({ id }) => id))
      cursor = page.nextCursor
    } while (cursor !== null)
    expect(seen).toEqual(ids)
  })
})
