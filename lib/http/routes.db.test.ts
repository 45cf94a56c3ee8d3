import { randomUUID } from 'node:crypto'
import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { createChannel } from '../alerts/channels'
import { createInbound } from '../alerts/inbound'
import { createMaintenanceWindow, createSilence } from '../alerts/silences'
import { AuditAction, logSuccess } from '../audit'
import { untilSealed } from '../audit/ledger/sealer'
import { hourMs } from '../clock'
import { type Scope, scopes, systemContext } from '../context'
import { withTx } from '../db'
import { addActionItem, openIncident } from '../incidents'
import { generateInvoice, payAndConvert } from '../invoices'
import { defineJob } from '../jobs'
import { ensureQueueOf, makeQueue } from '../jobs/queue'
import { registerJobs } from '../jobs/register'
import { createLead } from '../leads'
import { createApiKey, revokeApiKey } from '../members/api-keys'
import { createCorrection } from '../slo'
import { toldAlert } from '../testing/alerts'
import { useDatabase } from '../testing/database'
import { newAlert } from '../testing/made-alerts'
import { newMember } from '../testing/session'
import type { DefinedHandler } from './define-route'

const db = useDatabase()
const root = join(import.meta.dirname, '../..')

const methods = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const
type Method = (typeof methods)[number]
type Subject = 'anonymous' | 'STAFF' | 'ADMIN' | 'FOUNDER'
const subjects: Subject[] = ['anonymous', 'STAFF', 'ADMIN', 'FOUNDER']

const files = globSync('app/**/route.ts', { cwd: root })
const modules = await Promise.all(
  files.map(async (file) => ({
    path: `/${dirname(file).replace(/^app\//, '')}`,
    module: await import(join(root, file)),
  })),
)

/** What a call needs to be allowed to succeed: made anew for every cell, so that no cell depends on another. */
type Example = { params?: Record<string, string | string[]>; body?: unknown; headers?: Record<string, string> }
type Row = {
  call: `${Method} ${string}`
  status: Record<Subject, number>
  /** Of a key that may call as founders may; no other key may, and where nothing stands none. */
  scope?: Scope
  example?: () => Promise<Example>
}

const everyone = (status: number): Row['status'] => ({
  anonymous: status,
  STAFF: status,
  ADMIN: status,
  FOUNDER: status,
})
const staff = (status: number): Row['status'] => ({ anonymous: 401, STAFF: status, ADMIN: status, FOUNDER: status })
const admin = (status: number): Row['status'] => ({ anonymous: 401, STAFF: 403, ADMIN: status, FOUNDER: status })
const founder = (status: number): Row['status'] => ({ anonymous: 401, STAFF: 403, ADMIN: 403, FOUNDER: status })

const ctx = systemContext('test')
const lead = () =>
  createLead(ctx, { name: 'Ada', email: 'ada@example.org', phone: null, course: null, origin: null, notes: null })
const line = { description: 'German B1', quantity: 1, unitPriceMinor: 49_900 }
const invoice = async () =>
  generateInvoice(ctx, (await lead()).id, { currency: 'EUR', lines: [line], payableNowMinor: 20_000, dueDate: null })
const payment = { amountMinor: 20_000, method: 'CASH' as const, reference: null }
const conversion = async () =>
  payAndConvert(ctx, { invoiceId: (await invoice()).id, payment, idempotencyKey: randomUUID() })
const ofLead = (body?: unknown) => async (): Promise<Example> => ({ params: { id: (await lead()).id }, body })
const ofInvoice =
  (body?: unknown, headers = {}) =>
  async (): Promise<Example> => ({ params: { id: (await invoice()).id }, body, headers })
const ofAlert = (body?: unknown) => async (): Promise<Example> => ({
  params: { id: (await toldAlert()).alertId },
  body,
})
const ofDelivery = async (): Promise<Example> => ({ params: { id: (await toldAlert()).deliveryId } })
const correction = () => ({
  startsAt: new Date(Date.now() - 2 * hourMs).toISOString(),
  endsAt: new Date(Date.now() - hourMs).toISOString(),
  reason: 'The data centre was on fire',
})
const inAnHour = () => new Date(Date.now() + hourMs).toISOString()
const silence = async (): Promise<Example> => ({
  params: { id: (await createSilence(ctx, { reason: 'Database move', endsAt: inAnHour() })).id },
})
const weekly = {
  name: 'Weekly update',
  timeZone: 'Europe/Berlin',
  weekdays: [7],
  onDay: null,
  startsAt: '02:30',
  durationMinutes: 60,
}
const maintenance = (body?: unknown) => async (): Promise<Example> => ({
  params: { id: (await createMaintenanceWindow(ctx, weekly)).id },
  body,
})
const incident = async (alertIds: string[] = []) =>
  openIncident(ctx, { title: 'The shop is closed', class: 'critical', alertIds })
const ofIncident = (body?: unknown) => async (): Promise<Example> => ({ params: { id: (await incident()).id }, body })
const ofRule = (body?: unknown) => async (): Promise<Example> => ({ params: { id: 'error-rate' }, body })
/** An event that the newest checkpoint covers: the first there is signs it. */
const covered = async (): Promise<Example> => {
  await untilSealed()
  const [leaf] = await db.ownerQuery<{ id: string }>('SELECT "id" FROM "AuditLeaf" WHERE "seq" = 0')
  return { params: { id: String(leaf?.id) } }
}
/** A job that nobody runs. */
const job = async (): Promise<Example> => {
  const defined = defineJob({
    name: `test.job-${randomUUID().replace(/[^a-z]/g, '')}`,
    description: 'A test.',
    schedule: '0 0 1 1 *',
    graceSeconds: 60,
    run: async () => {},
  })
  const queue = makeQueue({})
  await queue.start()
  await ensureQueueOf(queue, defined)
  await queue.stop({ close: false, graceful: false })
  await registerJobs(ctx, [defined])
  return { params: { name: defined.name } }
}

/** There is no mail server, so a test of it ends at once. */
const ofChannel = (body?: unknown) => async (): Promise<Example> => {
  const { id } = await createChannel(ctx, { type: 'email', name: 'Ops', config: { to: 'ada@example.org' }, ...noFloor })
  return { params: { id }, body }
}
const noFloor = { minSeverity: 'info', isEscalationOnly: false } as const

const inbound = () => createInbound(ctx, { name: `Grafana ${crypto.randomUUID()}`, kind: 'alertmanager' })
const apiKey = (chosen: readonly Scope[] = ['health:read']) =>
  createApiKey(ctx, { name: 'Prometheus', scopes: [...chosen], sourceId: null, expiresAt: null })
const drill = async (): Promise<string> => {
  const id = randomUUID()
  const startedAt = new Date()
  const acknowledgeUntil = new Date(startedAt.getTime() + 60_000)
  await withTx(ctx, (tx) => tx.alertDrill.create({ data: { id, startedAt, acknowledgeUntil } }))
  return id
}

const table: Row[] = [
  { call: 'GET /openapi.json', status: everyone(200) },
  { call: 'GET /health', status: everyone(200) },
  { call: 'GET /ready', status: everyone(200) },
  { call: 'GET /api/health', status: everyone(200) },
  { call: 'GET /api/ping', status: everyone(200) },
  { call: 'GET /api/health/history', status: admin(200) },
  { call: 'GET /api/health/details', status: admin(200) },
  { call: 'GET /api/system/health', status: everyone(200) },
  { call: 'GET /metrics', status: founder(200), scope: 'metrics:read' },
  { call: 'GET /api/system/audit-logs', status: founder(200), scope: 'audit:read' },
  { call: 'GET /api/audit-logs', status: founder(200), scope: 'audit:read' },
  { call: 'GET /api/audit-logs/verification', status: founder(200) },
  { call: 'POST /api/audit-logs/verification', status: founder(200) },
  {
    call: 'GET /api/audit-logs/[id]',
    status: founder(200),
    scope: 'audit:read',
    example: async () => ({ params: { id: (await logSuccess(AuditAction.LOGIN, 'example')).id } }),
  },
  {
    call: 'GET /api/audit-logs/entity/[entityName]/[entityId]',
    status: founder(200),
    scope: 'audit:read',
    example: async () => ({ params: { entityName: 'Lead', entityId: 'x' } }),
  },
  { call: 'GET /api/audit-logs/export', status: founder(200), scope: 'audit:read' },
  { call: 'GET /api/audit-logs/stream', status: founder(200), scope: 'audit:read' },
  {
    call: 'GET /api/audit-logs/checkpoint',
    status: everyone(200),
    example: async () => untilSealed().then(() => ({})),
  },
  { call: 'GET /api/audit-logs/checkpoint/key', status: everyone(200) },
  { call: 'GET /api/audit-logs/[id]/proof', status: founder(200), scope: 'audit:read', example: covered },
  { call: 'GET /api/alert-channels', status: founder(200) },
  {
    call: 'POST /api/alert-channels',
    status: founder(201),
    example: async () => ({
      body: { type: 'email', name: 'Mail', config: { to: 'ada@example.org' } },
    }),
  },
  { call: 'GET /api/alert-channels/[id]', status: founder(200), example: ofChannel() },
  { call: 'PATCH /api/alert-channels/[id]', status: founder(200), example: ofChannel({ isEnabled: false }) },
  { call: 'DELETE /api/alert-channels/[id]', status: founder(200), example: ofChannel() },
  { call: 'POST /api/alert-channels/[id]/test', status: founder(200), example: ofChannel() },
  { call: 'GET /api/admin/audit', status: admin(200), scope: 'audit:read' },
  { call: 'GET /api/leads', status: staff(200) },
  {
    call: 'POST /api/leads',
    status: staff(201),
    example: async () => ({ body: { name: 'Ada', email: 'ada@example.org' } }),
  },
  { call: 'GET /api/leads/[id]', status: staff(200), example: ofLead() },
  { call: 'PATCH /api/leads/[id]', status: staff(200), example: ofLead({ status: 'CONTACTED' }) },
  { call: 'DELETE /api/leads/[id]', status: staff(200), example: ofLead() },
  { call: 'POST /api/leads/[id]/invoice', status: staff(201), example: ofLead({ currency: 'EUR', lines: [line] }) },
  { call: 'GET /api/invoices', status: staff(200) },
  { call: 'GET /api/invoices/[id]', status: staff(200), example: ofInvoice() },
  { call: 'PATCH /api/invoices/[id]', status: staff(200), example: ofInvoice({ payableNowMinor: 10_000 }) },
  { call: 'POST /api/invoices/[id]/send', status: staff(200), example: ofInvoice() },
  { call: 'POST /api/invoices/[id]/cancel', status: staff(200), example: ofInvoice() },
  {
    call: 'POST /api/invoices/[id]/pay-and-convert',
    status: staff(201),
    example: ofInvoice({ amountMinor: 20_000, method: 'CASH' }, { 'idempotency-key': randomUUID() }),
  },
  {
    call: 'POST /api/invoices/[id]/payments',
    status: staff(201),
    example: async () => ({
      params: { id: (await conversion()).invoice.id },
      body: { amountMinor: 100, method: 'CARD' },
    }),
  },
  { call: 'GET /api/students', status: staff(200) },
  {
    call: 'GET /api/students/[id]',
    status: staff(200),
    example: async () => ({ params: { id: (await conversion()).student.id } }),
  },
  {
    call: 'PATCH /api/students/[id]',
    status: staff(200),
    example: async () => ({ params: { id: (await conversion()).student.id }, body: { course: 'German B2' } }),
  },
  { call: 'GET /api/payments', status: staff(200) },
  {
    call: 'GET /api/correlations/[id]',
    status: founder(200),
    example: async () => ({ params: { id: 'correlation-1' } }),
  },
  { call: 'GET /api/alerts', status: founder(200) },
  { call: 'GET /api/alerts/[id]', status: founder(200), example: ofAlert() },
  { call: 'POST /api/alerts/[id]/acknowledge', status: founder(200), example: ofAlert() },
  { call: 'POST /api/alerts/[id]/resolve', status: founder(200), example: ofAlert() },
  {
    call: 'POST /api/alerts/[id]/assign',
    status: founder(200),
    example: async () => ofAlert({ assigneeId: (await newMember('FOUNDER')).id })(),
  },
  { call: 'GET /api/deliveries', status: founder(200) },
  { call: 'GET /api/deliveries/[id]', status: founder(200), example: ofDelivery },
  { call: 'POST /api/deliveries/[id]/replay', status: founder(200), example: ofDelivery },
  { call: 'GET /api/silences', status: founder(200) },
  {
    call: 'POST /api/silences',
    status: founder(201),
    example: async () => ({ body: { reason: 'Database move', endsAt: inAnHour() } }),
  },
  { call: 'GET /api/silences/[id]', status: founder(200), example: silence },
  { call: 'DELETE /api/silences/[id]', status: founder(200), example: silence },
  { call: 'GET /api/maintenance-windows', status: founder(200) },
  { call: 'POST /api/maintenance-windows', status: founder(201), example: async () => ({ body: weekly }) },
  {
    call: 'PATCH /api/maintenance-windows/[id]',
    status: founder(200),
    example: maintenance({ isEnabled: false }),
  },
  { call: 'DELETE /api/maintenance-windows/[id]', status: founder(200), example: maintenance() },
  { call: 'GET /api/alert-settings', status: founder(200) },
  {
    call: 'PATCH /api/alert-settings',
    status: founder(200),
    example: async () => ({ body: { reminderMinutes: 300 } }),
  },
  { call: 'GET /api/settings/company', status: founder(200) },
  {
    call: 'PATCH /api/settings/company',
    status: founder(200),
    example: async () => ({ body: { name: 'Language school' } }),
  },
  { call: 'GET /api/members', status: founder(200) },
  { call: 'GET /api/api-keys', status: founder(200) },
  {
    call: 'POST /api/api-keys',
    status: founder(201),
    example: async () => ({ body: { name: 'Prometheus', scopes: ['metrics:read'] } }),
  },
  {
    call: 'DELETE /api/api-keys/[id]',
    status: founder(200),
    example: async () => ({ params: { id: (await apiKey()).id } }),
  },
  { call: 'GET /api/incidents', status: founder(200) },
  {
    call: 'POST /api/incidents',
    status: founder(201),
    example: async () => ({ body: { title: 'The shop is closed', class: 'high', alertIds: [(await newAlert()).id] } }),
  },
  { call: 'GET /api/incidents/[id]', status: founder(200), example: ofIncident() },
  { call: 'PATCH /api/incidents/[id]', status: founder(200), example: ofIncident({ state: 'TRIAGE' }) },
  { call: 'POST /api/incidents/[id]/notes', status: founder(201), example: ofIncident({ text: 'It rains in.' }) },
  { call: 'PUT /api/incidents/[id]/post-mortem', status: founder(200), example: ofIncident({ text: '# Rain' }) },
  { call: 'POST /api/incidents/[id]/actions', status: founder(201), example: ofIncident({ title: 'A new roof' }) },
  {
    call: 'PATCH /api/incidents/[id]/actions/[actionId]',
    status: founder(200),
    example: async () => {
      const { id } = await incident()
      const action = await addActionItem(ctx, id, { title: 'A new roof' })
      return { params: { id, actionId: action.id }, body: { isDone: true } }
    },
  },
  {
    call: 'POST /api/incidents/[id]/alerts',
    status: founder(201),
    example: async () => ({ params: { id: (await incident()).id }, body: { alertId: (await newAlert()).id } }),
  },
  {
    call: 'DELETE /api/incidents/[id]/alerts/[alertId]',
    status: founder(200),
    example: async () => {
      const alert = await newAlert()
      return { params: { id: (await incident([alert.id])).id, alertId: alert.id } }
    },
  },
  { call: 'GET /api/alert-rules', status: founder(200) },
  { call: 'GET /api/alert-rules/[id]', status: founder(200), example: ofRule() },
  {
    call: 'PATCH /api/alert-rules/[id]',
    status: founder(200),
    example: ofRule({ isEnabled: true, settings: { percent: 12 } }),
  },
  { call: 'POST /api/alert-rules/[id]/preview', status: founder(200), example: ofRule({ settings: { percent: 12 } }) },
  { call: 'GET /api/jobs', status: founder(200) },
  { call: 'GET /api/jobs/[name]/runs', status: founder(200), example: job },
  { call: 'POST /api/jobs/[name]/run', status: founder(201), example: job },
  { call: 'GET /api/alert-inbound', status: founder(200) },
  {
    call: 'POST /api/alert-inbound',
    status: founder(201),
    example: async () => ({ body: { name: 'Prometheus', kind: 'alertmanager' } }),
  },
  {
    call: 'DELETE /api/alert-inbound/[id]',
    status: founder(200),
    example: async () => ({ params: { id: (await inbound()).id } }),
  },
  {
    call: 'POST /api/alerts/inbound/[key]',
    status: everyone(200),
    example: async () => ({
      params: { key: (await inbound()).key },
      body: { alerts: [{ status: 'firing', labels: { alertname: randomUUID() } }] },
    }),
  },
  { call: 'GET /api/alert-drills', status: founder(200) },
  {
    call: 'POST /api/alert-drills/[id]/acknowledge',
    status: founder(200),
    example: async () => ({ params: { id: await drill() } }),
  },
  { call: 'GET /api/slos', status: founder(200) },
  { call: 'PATCH /api/slos', status: founder(200), example: async () => ({ body: { availabilityPercent: 99.5 } }) },
  { call: 'GET /api/slos/months', status: founder(200) },
  { call: 'GET /api/slos/export', status: founder(200) },
  { call: 'GET /api/slos/corrections', status: founder(200) },
  { call: 'POST /api/slos/corrections', status: founder(201), example: async () => ({ body: correction() }) },
  {
    call: 'DELETE /api/slos/corrections/[id]',
    status: founder(200),
    example: async () => ({ params: { id: (await createCorrection(ctx, correction())).id } }),
  },
  { call: 'GET /api/digests', status: founder(200) },
  { call: 'GET /api/digests/[day]', status: founder(200), example: async () => ({ params: { day: 'today' } }) },
  ...methods.map(
    (method): Row => ({
      call: `${method} /api/[[...path]]`,
      status: everyone(404),
      example: async () => ({ params: { path: ['none'] } }),
    }),
  ),
]

/** NextAuth's handler reads the request through Next itself; the browser tests call it in a running server. */
const calledElsewhere = new Set(['GET /api/auth/[...nextauth]', 'POST /api/auth/[...nextauth]'])

/** Calls whose question is too long for an address. */
const changesNothing = new Set<string>(['POST /api/alert-rules/[id]/preview'])

function handlerOf(path: string, method: Method): DefinedHandler {
  const found = modules.find((entry) => entry.path === path)?.module[method]
  if (typeof found !== 'function') throw new Error(`${path} does not export ${method}`)
  return found
}

async function send(call: string, example: Example, cookie: string | undefined, requestId: string): Promise<Response> {
  const [method, path] = call.split(' ') as [Method, string]
  const { params = {}, body, headers = {} } = example
  const url = path.replaceAll(/\[(?:\.\.\.)?(\w+)\]/g, (_, name: string) => String(params[name]))
  const request = new Request(`http://localhost:3000${url}`, {
    method,
    headers: {
      'x-request-id': requestId,
      ...(cookie ? { cookie } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  return handlerOf(path, method)(request, { params: Promise.resolve(params) })
}

/** The body; of a stream, which has no end, that it has one. */
async function textOf(response: Response): Promise<string> {
  if (!response.headers.get('content-type')?.startsWith('text/event-stream')) return response.text()
  await response.body?.cancel()
  return 'a stream'
}

describe('every route file', () => {
  it.each(modules)(
    '$path is made by defineRoute under its own address and answers every method',
    ({ path, module }) => {
      for (const method of [...methods, 'HEAD', 'OPTIONS'])
        expect(module[method]?.route?.path, `${method} of ${path}`).toBe(path)
      expect(Object.keys(module).filter((name) => !/^[A-Z]+$/.test(name))).toEqual([])
    },
  )

  it.each(modules)('$path says of each method who may call it and what it answers', ({ module }) => {
    const operations = Object.entries((module.GET as DefinedHandler).route.operations)
    expect(operations.length).toBeGreaterThan(0)
    for (const [, operation] of operations) {
      const { access } = operation
      if (typeof access === 'object') expect(scopes).toContain(access.scope)
      expect(['public', 'signedIn', 'STAFF', 'ADMIN', 'FOUNDER']).toContain(
        typeof access === 'object' ? access.role : access,
      )
      expect(operation.response).toBeInstanceOf(z.ZodType)
      expect(operation.summary.length).toBeGreaterThan(5)
    }
  })

  it('has a row in the table for each of its methods', () => {
    const calls = modules.flatMap(({ path, module }) =>
      Object.keys((module.GET as DefinedHandler).route.operations).map((method) => `${method} ${path}`),
    )
    const rows = new Set<string>(table.map((row) => row.call))
    expect(calls.filter((call) => !rows.has(call) && !calledElsewhere.has(call))).toEqual([])
    expect(calls.length).toBe(rows.size + calledElsewhere.size)
  })
})

describe('route × role × method', () => {
  const cells = table.flatMap((row) => subjects.map((subject) => ({ ...row, subject, expected: row.status[subject] })))

  it.each(cells)('$call by $subject → $expected', async ({ call, subject, expected, example }) => {
    const cookie = subject === 'anonymous' ? undefined : (await newMember(subject)).cookie
    const made = (await example?.()) ?? {}
    const requestId = randomUUID()
    const response = await send(call, made, cookie, requestId)
    const text = await textOf(response)
    expect(response.status, text).toBe(expected)
    expect(response.headers.get('x-request-id')).toBe(requestId)
    if (expected >= 400) expect(response.headers.get('content-type')).toBe('application/problem+json')
    const events = await db.ownerQuery<{ action: string }>(`SELECT "action" FROM "AuditLog" WHERE "requestId" = $1`, [
      requestId,
    ])
    const actions = events.map((event) => event.action)
    if (expected === 403) expect(actions).toEqual(['ACCESS_DENIED'])
    if (expected === 401 || expected === 404) expect(actions).toEqual([])
    if (expected < 400 && !call.startsWith('GET') && !changesNothing.has(call))
      expect(actions.length, 'a change leaves its event').toBeGreaterThan(0)
  })

  const actionsOf = async (requestId: string) =>
    (
      await db.ownerQuery<{ action: string }>(`SELECT "action" FROM "AuditLog" WHERE "requestId" = $1`, [requestId])
    ).map(({ action }) => action)
  const bearer = (key: string) => ({ headers: { authorization: `Bearer ${key}` } })
  const guarded = table.filter(({ status }) => status.anonymous === 401)

  it.each(guarded)('$call by keys: refused to all but those with the scope it names', async ({ call, scope }) => {
    const others = await apiKey(scopes.filter((one) => one !== scope))
    const denied = randomUUID()
    const response = await send(call, bearer(others.key), undefined, denied)
    const text = await textOf(response)
    expect([response.status, response.headers.get('content-type')], text).toEqual([403, 'application/problem+json'])
    expect(await actionsOf(denied)).toEqual(['ACCESS_DENIED'])

    const revoked = await apiKey(scopes)
    await revokeApiKey(ctx, revoked.id)
    const unknown = randomUUID()
    expect((await send(call, bearer(revoked.key), undefined, unknown)).status).toBe(401)
    expect(await actionsOf(unknown)).toEqual([])
  })

  it.each(guarded.filter(({ scope }) => scope))('$call by a key with $scope is answered', async (row) => {
    const { call, scope, status, example } = row
    const { key } = await apiKey(scope ? [scope] : [])
    const made = (await example?.()) ?? {}
    const headers = { ...made.headers, ...bearer(key).headers }
    const response = await send(call, { ...made, headers }, undefined, randomUUID())
    expect(response.status, await textOf(response)).toBe(status.FOUNDER)
  })

  it.each(modules.filter(({ path }) => path !== '/api/[[...path]]'))(
    '$path answers 405 to every other method',
    async ({ path, module }) => {
      const { operations } = (module.GET as DefinedHandler).route
      for (const method of methods.filter((name) => !(name in operations))) {
        const response = await send(`${method} ${path}`, { params: { id: randomUUID() } }, undefined, randomUUID())
        expect([method, response.status]).toEqual([method, 405])
        expect(response.headers.get('allow')?.split(', ')).toEqual(expect.arrayContaining(Object.keys(operations)))
      }
    },
  )

  it('knows nobody behind a revoked session, an expired one or a disabled account', async () => {
    const statusOf = async (statement: string) => {
      const member = await newMember('FOUNDER')
      await db.ownerQuery(statement, [statement.includes('"User"') ? member.id : member.sessionId])
      return (await send('GET /api/leads', {}, member.cookie, randomUUID())).status
    }
    expect(await statusOf(`UPDATE "Session" SET "revokedAt" = now() WHERE "id" = $1`)).toBe(401)
    expect(await statusOf(`UPDATE "Session" SET "expiresAt" = now() WHERE "id" = $1`)).toBe(401)
    expect(await statusOf(`UPDATE "User" SET "disabledAt" = now() WHERE "id" = $1`)).toBe(401)
  })

  it('lets somebody whose role was lowered do no more than the new role, at once', async () => {
    const member = await newMember('FOUNDER')
    await db.ownerQuery(`UPDATE "User" SET "role" = 'STAFF' WHERE "id" = $1`, [member.id])
    expect((await send('GET /api/audit-logs', {}, member.cookie, randomUUID())).status).toBe(403)
  })
})
