import { randomUUID } from 'node:crypto'
import { AuditAction, logCritical, logError, logWarning } from '../../lib/audit'
import { hourMs } from '../../lib/clock'
import { systemContext } from '../../lib/context'
import { createUser } from '../../lib/members'
import type { Caller } from '../caller'
import type { Supply } from './payloads'

/** Pages that show one thing of a kind, and what they are reached by. */
export type Filled = {
  ids: Record<'lead' | 'invoice' | 'student' | 'incident' | 'event', string>
  requestIds: string[]
}

const times = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, index) => make(index))

/** Puts payloads into every field that is shown, through the API. `rows`: how many things of each kind. */
export async function fill(boss: Caller, supply: Supply, rows: number): Promise<Filled> {
  const business = await fillBusiness(boss, supply, rows)
  const incident = await fillIncidents(boss, supply, Math.ceil(rows / 2))
  await fillPlans(boss, supply, Math.ceil(rows / 2))
  await fillSettings(boss, supply, Math.ceil(rows / 2))
  const event = await fillTrail(supply, rows)
  const requestIds = await fillLog(boss, supply)
  return { ids: { ...business, incident, event }, requestIds }
}

async function fillBusiness(boss: Caller, supply: Supply, rows: number) {
  const ids = { lead: '', invoice: '', student: '' }
  for (const index of times(rows, (row) => row)) {
    const lead = await boss.must('POST', '/api/leads', {
      name: supply.one(120),
      email: `lead-${index}@inert.example`,
      phone: supply.one(40),
      course: supply.one(120),
      origin: supply.one(60),
      notes: supply.many(5_000),
    })
    ids.lead = lead.id
    if (index % 4 > 0) continue
    const lines = times(index === 0 ? 50 : 3, () => ({
      description: supply.one(200),
      quantity: 1,
      unitPriceMinor: 1_000,
    }))
    const invoice = await boss.must('POST', `/api/leads/${lead.id}/invoice`, {
      currency: 'EUR',
      lines,
      payableNowMinor: 1_000,
    })
    if (index === 0) ids.invoice = invoice.id
    const payment = { amountMinor: 1_000, method: 'OTHER', reference: supply.one(140) }
    const key = { 'idempotency-key': `inert-${invoice.id}` }
    const { student } = await boss.must<{ student: { id: string } }>(
      'POST',
      `/api/invoices/${invoice.id}/pay-and-convert`,
      payment,
      key,
    )
    ids.student = student.id
    await boss.must('PATCH', `/api/students/${student.id}`, {
      name: supply.one(120),
      course: supply.one(120),
      phone: supply.one(40),
    })
  }
  return ids
}

/** Notes and a post-mortem together hold every payload on one page. */
async function fillIncidents(boss: Caller, supply: Supply, rows: number): Promise<string> {
  let id = ''
  for (const index of times(rows, (row) => row)) {
    id = (
      await boss.must('POST', '/api/incidents', {
        title: supply.one(160),
        class: 'low',
        note: supply.many(index === 0 ? 5_000 : 500),
      })
    ).id
  }
  for (const _ of times(4, () => 0)) await boss.must('POST', `/api/incidents/${id}/notes`, { text: supply.many(5_000) })
  for (const _ of times(rows, () => 0))
    await boss.must('POST', `/api/incidents/${id}/actions`, { title: supply.one(300), ownerName: supply.one(120) })
  await boss.must('PUT', `/api/incidents/${id}/post-mortem`, { text: supply.many(50_000) })
  return id
}

async function fillPlans(boss: Caller, supply: Supply, rows: number): Promise<void> {
  const endsAt = new Date(Date.now() + hourMs).toISOString()
  const past = {
    startsAt: new Date(Date.now() - 2 * hourMs).toISOString(),
    endsAt: new Date(Date.now() - hourMs).toISOString(),
  }
  for (const _ of times(rows, () => 0)) {
    await boss.must('POST', '/api/silences', {
      reason: supply.many(500),
      rule: supply.one(60),
      source: supply.one(200),
      endsAt,
    })
    await boss.must('POST', '/api/maintenance-windows', {
      name: supply.one(80),
      timeZone: 'Europe/Berlin',
      weekdays: [7],
      onDay: null,
      startsAt: '02:30',
      durationMinutes: 60,
      rule: 'disk-usage',
      source: supply.one(200),
    })
    await boss.must('POST', '/api/slos/corrections', { ...past, reason: supply.many(500) })
  }
}

async function fillSettings(boss: Caller, supply: Supply, rows: number): Promise<void> {
  await boss.must('PATCH', '/api/settings/company', { name: supply.one(120) })
  for (const index of times(rows, (row) => row)) {
    await boss.must('POST', '/api/api-keys', {
      name: supply.one(80),
      scopes: ['health:read'],
      sourceId: supply.one(128),
    })
    await boss.must('POST', '/api/alert-channels', {
      type: 'email',
      name: supply.one(80),
      config: { to: 'ada@example.org' },
      isEscalationOnly: true,
    })
    const name = supply.one(70)
    const person = {
      email: `${randomUUID()}@inert.example`,
      name: supply.one(80),
      role: 'STAFF',
      password: 'correct horse battery staple',
    } as const
    await createUser(systemContext('battery'), person)
    const inbound = await boss.must<{ key: string }>('POST', '/api/alert-inbound', {
      name: `${name.replaceAll('|', ' ')} ${randomUUID().slice(0, 6)}`,
      kind: 'alertmanager',
    })
    await boss.must('POST', `/api/alerts/inbound/${inbound.key}`, {
      alerts: times(2, (alert) => ({
        status: 'firing',
        labels: {
          alertname: supply.one(120),
          severity: alert === 0 ? 'critical' : 'low',
          [supply.one(60)]: supply.one(300),
        },
        annotations: { summary: supply.many(400), description: supply.one(300), runbook_url: supply.one(300) },
        generatorURL: supply.one(300),
        fingerprint: `${index}-${alert} ${supply.one(200)}`,
      })),
    })
    // One of which nothing can be used is named in the log.
    await boss.ask('POST', `/api/alerts/inbound/${inbound.key}`, {
      alerts: [{ status: 'firing', labels: { a: 'b' } }, { status: supply.one(200) }],
    })
  }
}

async function fillTrail(supply: Supply, rows: number): Promise<string> {
  let id = ''
  for (const index of times(rows, (row) => row)) {
    const metadata = Object.fromEntries(times(index === 0 ? 120 : 4, () => [supply.one(300), supply.one(300)]))
    const details = {
      entityType: supply.one(150),
      entityId: supply.one(150),
      metadata: { ...metadata, list: times(4, () => supply.one(300)) },
    }
    await logWarning(AuditAction.API_ERROR, supply.one(300), details)
    const event = await logError(AuditAction.API_ERROR, supply.one(300), new Error(supply.many(600)), details)
    if (index === 0) id = event.id
    if (index % 4 === 0)
      await logCritical(AuditAction.SYSTEM_ERROR, supply.one(300), new Error(supply.one(300)), details)
  }
  return id
}

/** Requests whose every part that a line of the log could hold is a payload; each has an id of its own. */
async function fillLog(boss: Caller, supply: Supply): Promise<string[]> {
  const requestIds: string[] = []
  for (const _ of times(60, () => 0)) {
    const requestId = `inert-request-${randomUUID()}`
    const path = encodeURIComponent(supply.one(300))
    await boss.ask('GET', `/api/leads/${path}?search=${path}`, undefined, {
      'x-request-id': requestId,
      'user-agent': supply.one(300).replace(/[^\t\u0020-\u007e]/g, ''),
      referer: `http://x.example/${path}`,
    })
    requestIds.push(requestId)
  }
  return requestIds
}
