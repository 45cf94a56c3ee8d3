import { describe, expect, it } from 'vitest'
import { uuidv7 } from '../ids'
import { generateInvoice } from '../invoices'
import {
  invoiceInput,
  newConversion,
  newInvoice,
  newLead,
  outcomeOf,
  raceBehindLock,
  randomText,
  refusalOf,
  staffContext,
} from '../testing/business'
import { useDatabase } from '../testing/database'
import { LeadInput, LeadPatch, LeadQuery } from './contract'
import { createLead, deleteLead, getLead, listLeads, updateLead } from './index'

const db = useDatabase()
const ctx = staffContext()
const eventsOf = (id: string) => db.ownerQuery(`SELECT * FROM "AuditLog" WHERE "entityId" = $1 ORDER BY "id"`, [id])

describe('adding', () => {
  it('trims, turns blanks into nothing, and starts NEW', async () => {
    const input = LeadInput.parse({ name: ' Ada ', email: ' ada@example.org ', phone: '  ', notes: null, course: 'B1' })
    const lead = await createLead(ctx, input)
    expect(lead).toMatchObject({ name: 'Ada', email: 'ada@example.org', phone: null, notes: null, status: 'NEW' })
    expect(await eventsOf(lead.id)).toMatchObject([
      {
        action: 'LEAD_CREATED',
        entityType: 'Lead',
        before: null,
        after: { name: 'Ada', course: 'B1' },
        source: 'daybook',
      },
    ])
  })

  it.each([
    ['no name', { name: ' ' }],
    ['a long name', { name: 'x'.repeat(121) }],
    ['no e-mail address', { email: 'ada' }],
    ['a long e-mail address', { email: `${'a'.repeat(250)}@b.de` }],
    ['a long phone', { phone: '1'.repeat(41) }],
    ['a long origin', { origin: 'x'.repeat(61) }],
    ['long notes', { notes: 'x'.repeat(5_001) }],
    ['a status', { status: 'CONVERTED' }],
  ])('refuses %s', (_, wrong) => {
    expect(LeadInput.safeParse({ name: 'Ada', email: 'ada@example.org', ...wrong }).success).toBe(false)
  })
})

describe('changing', () => {
  it('records the changed fields only', async () => {
    const lead = await newLead(ctx, { course: 'A1' })
    const after = await updateLead(ctx, lead.id, { course: 'A2', status: 'CONTACTED' })
    expect(after).toMatchObject({ course: 'A2', status: 'CONTACTED', name: lead.name })
    const [, event] = await eventsOf(lead.id)
    expect(event).toMatchObject({ action: 'LEAD_UPDATED', before: { course: 'A1', status: 'NEW' } })
    expect(Object.keys(event?.after).sort()).toEqual(['course', 'status', 'updatedAt'])
  })

  it('writes no event and touches no row when nothing changes', async () => {
    const lead = await newLead(ctx, { course: 'A1' })
    expect(await updateLead(ctx, lead.id, { course: 'A1', name: lead.name })).toEqual(lead)
    expect(await updateLead(ctx, lead.id, {})).toEqual(lead)
    expect(await eventsOf(lead.id)).toHaveLength(1)
  })

  it('sets neither INVOICED nor CONVERTED by hand, and a converted lead stays converted', async () => {
    for (const status of ['INVOICED', 'CONVERTED']) expect(LeadPatch.safeParse({ status }).success).toBe(false)
    const { lead } = await newConversion(ctx)
    expect(await refusalOf(updateLead(ctx, lead.id, { status: 'LOST' }))).toMatchObject({ status: 409 })
    expect(await updateLead(ctx, lead.id, { phone: '1' })).toMatchObject({ phone: '1', status: 'CONVERTED' })
  })

  it('loses no change when two people change the same lead at once', async () => {
    const lead = await newLead(ctx)
    await raceBehindLock(
      db,
      { holdSql: `SELECT 1 FROM "Lead" WHERE "id" = $1 FOR UPDATE`, params: [lead.id], waiting: 2 },
      () => Promise.all([updateLead(ctx, lead.id, { phone: '1' }), updateLead(ctx, lead.id, { phone: '2' })]),
    )
    const [, first, second] = await eventsOf(lead.id)
    expect(first?.before).toMatchObject({ phone: null })
    expect(second?.before).toMatchObject({ phone: first?.after.phone })
    expect((await getLead(ctx, lead.id)).phone).toBe(second?.after.phone)
  })
})

describe('deleting', () => {
  it('removes a lead without invoices and keeps what it was in the trail', async () => {
    const lead = await newLead(ctx)
    expect(await deleteLead(ctx, lead.id)).toEqual({ id: lead.id })
    expect(await refusalOf(getLead(ctx, lead.id))).toMatchObject({ status: 404 })
    expect((await eventsOf(lead.id)).at(-1)).toMatchObject({
      action: 'LEAD_DELETED',
      before: { name: lead.name, email: lead.email },
      after: null,
    })
    expect(await refusalOf(deleteLead(ctx, lead.id))).toMatchObject({ status: 404 })
  })

  it('is refused with any invoice, also one made at the same moment', async () => {
    const { lead } = await newInvoice(ctx)
    expect(await refusalOf(deleteLead(ctx, lead.id))).toMatchObject({ status: 409 })
    const racing = await newLead(ctx)
    const outcomes = await raceBehindLock(
      db,
      { holdSql: `SELECT 1 FROM "Lead" WHERE "id" = $1 FOR UPDATE`, params: [racing.id], waiting: 2 },
      () =>
        Promise.all([outcomeOf(generateInvoice(ctx, racing.id, invoiceInput)), outcomeOf(deleteLead(ctx, racing.id))]),
    )
    expect(outcomes.filter((outcome) => outcome === 'CONFLICT' || outcome === 'NOT_FOUND')).toHaveLength(1)
  })
})

describe('reading', () => {
  it('shows a lead with its invoices, newest first, and the student it became', async () => {
    const { lead, invoice, student } = await newConversion(ctx, { dueDate: '2027-03-04' })
    expect(await getLead(ctx, lead.id)).toMatchObject({
      status: 'CONVERTED',
      invoices: [{ id: invoice.id, remainingMinor: 29_900, dueDate: '2027-03-04' }],
      student: { id: student.id, number: student.number },
    })
    expect(await refusalOf(getLead(ctx, uuidv7()))).toMatchObject({ status: 404 })
  })

  it('finds by name, e-mail, phone and course, by status, and pages newest first', async () => {
    const tag = randomText()
    const leads = [
      await newLead(ctx, { name: `Anna ${tag}` }),
      await newLead(ctx, { email: `${tag}@example.org` }),
      await newLead(ctx, { phone: tag }),
      await newLead(ctx, { course: `Course ${tag.toUpperCase()}` }),
    ]
    await updateLead(ctx, leads[2]?.id ?? '', { status: 'LOST' })
    const list = (query: Record<string, string>) => listLeads(ctx, LeadQuery.parse({ search: tag, ...query }))
    const newestFirst = leads.map(({ id }) => id).reverse()
    const first = await list({ limit: '3' })
    expect(first.items.map(({ id }) => id)).toEqual(newestFirst.slice(0, 3))
    const rest = await list({ limit: '3', cursor: first.nextCursor ?? '' })
    expect(rest).toMatchObject({ items: [{ id: newestFirst[3] }], nextCursor: null })
    expect((await list({ status: 'LOST' })).items).toMatchObject([{ id: leads[2]?.id }])
  })
})
