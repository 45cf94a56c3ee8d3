import { AuditAction, logCritical, logWarning } from '../../lib/audit'
import { hourMs } from '../../lib/clock'
import { systemContext } from '../../lib/context'
import { createUser } from '../../lib/members'
import { Caller } from '../caller'
import { founder, type ServedApp } from '../served-app'
import type { Outside } from './outside'
import { type Business, type Credentials, type makeMetadata, type People, sentenceOf, type Texts } from './secrets'

/** Stands in everything that the flows make: where it is found, the place was looked at. */
export const marker = 'Marker-of-the-battery'

export type Planted = {
  credentials: Credentials
  texts: Texts
  metadata: ReturnType<typeof makeMetadata>
  business: Business
  people: People
}
/** The people, and what was handed out to them on the way: secrets too. */
export type Cast = {
  founder: Caller
  staff: Caller
  stranger: Caller
  given: Record<string, string>
  leadId: string
  invoiceId: string
}

const staff = { email: 'staff@battery.example', name: 'Sam Staff', role: 'STAFF' } as const

/** The founder and a member of staff sign in. */
export async function signInAll(app: ServedApp, { credentials }: Planted): Promise<Cast> {
  await createUser(systemContext('battery'), { ...staff, password: credentials.staffPassword })
  const as = { 'x-forwarded-for': '198.51.100.7' }
  const founderCookie = await app.signIn({ ...founder, password: credentials.founderPassword })
  const staffCookie = await app.signIn({ email: staff.email, password: credentials.staffPassword })
  return {
    founder: new Caller(app.address, { ...as, cookie: founderCookie }),
    staff: new Caller(app.address, { ...as, cookie: staffCookie }),
    stranger: new Caller(app.address, as),
    given: { founderSession: sessionOf(founderCookie), staffSession: sessionOf(staffCookie) },
    leadId: '',
    invoiceId: '',
  }
}

const sessionOf = (cookie: string): string => /session-token=([^;]+)/.exec(cookie)?.[1] ?? cookie

/** The business from lead to student, with a secret in every field that takes text. */
export async function runBusiness(cast: Cast, { business: b }: Planted): Promise<void> {
  const { founder: boss } = cast
  const lead = await boss.must('POST', '/api/leads', {
    name: `${marker} ${b['lead.name']}`,
    email: 'lead-of-canary@example.org',
    phone: '+49 30 1234567',
    course: b['lead.course'],
    origin: b['lead.origin'],
    notes: `${marker} ${b['lead.notes']}`,
  })
  await boss.must('PATCH', `/api/leads/${lead.id}`, { status: 'CONTACTED', notes: `Again: ${b['lead.notes']}` })
  const line = { description: b['invoice.line'], quantity: 1, unitPriceMinor: 50_000 }
  const invoice = await boss.must('POST', `/api/leads/${lead.id}/invoice`, {
    currency: 'EUR',
    lines: [line],
    payableNowMinor: 20_000,
  })
  await boss.must('POST', `/api/invoices/${invoice.id}/send`)
  const payment = { amountMinor: 20_000, method: 'CARD', reference: b['payment.reference'] }
  const key = { 'idempotency-key': `canary-${lead.id}` }
  const { student } = await boss.must<{ student: { id: string } }>(
    'POST',
    `/api/invoices/${invoice.id}/pay-and-convert`,
    payment,
    key,
  )
  await boss.must('PATCH', `/api/students/${student.id}`, { course: b['student.course'] })
  cast.leadId = lead.id
  cast.invoiceId = invoice.id
}

/** What watches the business: rules, incidents, silences, windows, targets, keys, the company. */
export async function runWatch({ founder: boss, given }: Cast, { business: b }: Planted): Promise<void> {
  const inAnHour = new Date(Date.now() + hourMs).toISOString()
  const incident = await boss.must('POST', '/api/incidents', {
    title: `${marker} ${b['incident.title']}`,
    class: 'high',
  })
  await boss.must('POST', `/api/incidents/${incident.id}/notes`, { text: b['incident.note'] })
  await boss.must('POST', `/api/incidents/${incident.id}/actions`, { title: b['incident.action'] })
  await boss.must('PUT', `/api/incidents/${incident.id}/post-mortem`, { text: `# ${b['incident.postMortem']}` })
  await boss.must('POST', '/api/silences', { reason: b['silence.reason'], rule: 'disk-usage', endsAt: inAnHour })
  await boss.must('POST', '/api/maintenance-windows', {
    name: b['window.name'],
    timeZone: 'Europe/Berlin',
    weekdays: [7],
    onDay: null,
    startsAt: '02:30',
    durationMinutes: 60,
    rule: 'disk-usage',
  })
  await boss.must('POST', '/api/slos/corrections', {
    startsAt: new Date(Date.now() - 2 * hourMs).toISOString(),
    endsAt: new Date(Date.now() - hourMs).toISOString(),
    reason: b['correction.reason'],
  })
  const { key, id } = await boss.must<{ key: string; id: string }>('POST', '/api/api-keys', {
    name: b['apiKey.name'],
    scopes: ['audit:read', 'metrics:read', 'health:read'],
  })
  given.apiKey = key
  const withKey = { authorization: `Bearer ${key}` }
  for (const path of ['/api/audit-logs', '/metrics', '/api/system/health'])
    await boss.ask('GET', path, undefined, { ...withKey, cookie: '' })
  await boss.must('DELETE', `/api/api-keys/${id}`)
  await boss.ask('GET', '/api/audit-logs', undefined, { ...withKey, cookie: '' })
  await boss.must('PATCH', '/api/settings/company', { name: b['company.name'] })
  await boss.must('POST', '/api/audit-logs/verification')
}

/** Channels of every kind, tested while their services work and while they do not; alerts of another system. */
export async function runChannels(cast: Cast, planted: Planted, outside: Outside): Promise<void> {
  const { founder: boss, given } = cast
  const { credentials: c, business: b } = planted
  const { web, echo, redirect, closedPort } = outside
  const hook = (url: string, secret = c.enteredHookSecret) => ({ type: 'webhook', config: { url, secret } })
  const channels = [
    { type: 'slack', config: { url: `${web.url}/services/T1CANARY/B1CANARY/${c.enteredSlackPath}` } },
    hook(`${web.url}/hooks/${c.enteredHookPath}`),
    { type: 'pagerduty', config: { routingKey: c.routingKey, baseUrl: web.url } },
    {
      type: 'sms',
      config: {
        accountSid: `AC${'1'.repeat(32)}`,
        authToken: c.smsToken,
        from: '+493012345678',
        to: '+4915112345678',
        baseUrl: web.url,
      },
    },
    { type: 'email', config: { to: 'ada@example.org' } },
    hook(`http://127.0.0.1:${closedPort}/hooks/${c.refusingHookPath}`),
    hook(`${echo.url}/hooks/${c.echoingHookPath}`),
    hook(`${redirect.url}/hooks/${c.redirectingHookPath}`),
    hook(`https://no-such-host.invalid/hooks/${c.unknownHostPath}`),
  ]
  for (const [index, channel] of channels.entries()) {
    const { id } = await boss.must('POST', '/api/alert-channels', { ...channel, name: `${index} ${b['channel.name']}` })
    await boss.ask('POST', `/api/alert-channels/${id}/test`)
  }
  const inbound = await boss.must<{ key: string }>('POST', '/api/alert-inbound', {
    name: 'Prometheus',
    kind: 'alertmanager',
  })
  given.inboundKey = inbound.key
  const alert = {
    status: 'firing',
    labels: { alertname: `${marker} ${b['inbound.title']}`, severity: 'critical', note: b['inbound.label'] },
    annotations: { summary: `It broke with ${b['inbound.summary']}` },
  }
  await cast.stranger.must('POST', `/api/alerts/inbound/${inbound.key}`, { alerts: [alert] })
}

/** Programs that log more than they should: through the four doors of the trail, in all of its fields. */
export async function logCarelessly({ texts, metadata }: Planted, marked = marker): Promise<void> {
  const sentence = sentenceOf(texts)
  const error = new Error(`${marked} broke: ${sentence}`, { cause: new Error(`Because of ${sentence}`) })
  const details = {
    entityType: 'Lead',
    entityId: sentence.slice(0, 40),
    metadata: { ...metadata, nested: [{ ...metadata, said: sentence }], headers: { ...metadata } },
  }
  await logWarning(AuditAction.API_ERROR, `${marked}: ${sentence}`, details)
  await logCritical(AuditAction.SYSTEM_ERROR, `${marked}: ${sentence}`, error, details)
}
