import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { POST } from '../../../app/api/alerts/inbound/[key]/route'
import { systemContext } from '../../context'
import { setEnv } from '../../env'
import { newChannel, toldTo, until } from '../../testing/alerts'
import { useDatabase } from '../../testing/database'
import { Evaluator } from '../evaluate/evaluator'
import { createInbound, listInbound, receiveAlerts, revokeInbound } from '.'
import { AlertInboundInput, type InboundKind } from './contract'
import {
  grafanaMessage,
  prometheusMessage,
  sentryIssueAlert,
  sentryIssueChange,
  sentryMetricAlert,
} from './messages.testing'

const database = useDatabase()
const ctx = systemContext('test')
beforeAll(() => void setEnv({ NEXTAUTH_URL: 'https://daybook.example.org' }))
afterAll(() => void setEnv({ NEXTAUTH_URL: '' }))

type Sent = { body?: unknown; query?: string; form?: Record<string, string>; raw?: string; type?: string }

async function send(key: string, { body, query = '', form, raw, type }: Sent) {
  const text =
    raw ?? (form ? new URLSearchParams(form).toString() : body === undefined ? undefined : JSON.stringify(body))
  const mediaType = type ?? (form ? 'application/x-www-form-urlencoded' : 'application/json')
  const request = new Request(`http://localhost/api/alerts/inbound/${key}${query}`, {
    method: 'POST',
    ...(text === undefined ? {} : { body: text, headers: { 'content-type': mediaType } }),
  })
  const response = await POST(request, { params: Promise.resolve({ key }) })
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

let count = 0
async function newInbound(kind: InboundKind): Promise<{ key: string; name: string; id: string }> {
  count += 1
  const { key, id, name } = await createInbound(ctx, { name: `${kind} ${count}`, kind })
  return { key, id, name }
}

const alertsOf = (source: string) =>
  database.ownerQuery<Record<string, unknown>>(
    `SELECT "rule", "fingerprint", "state", "severity", "title", "sentence", "count", "firstAt", "resolvedHow" FROM "Alert" WHERE "source" = $1 ORDER BY "openedAt", "firstAt"`,
    [source],
  )
const counts = (body: Record<string, unknown>) => [body.received, body.opened, body.resolved, body.ignored]

describe('an address for alerts of another system', () => {
  it('shows its key once and keeps only its hash', async () => {
    const made = await createInbound(ctx, { name: 'Prometheus', kind: 'alertmanager' })
    expect(made.url).toBe(`https://daybook.example.org/api/alerts/inbound/${made.key}`)
    const listed = JSON.stringify(await listInbound(ctx))
    expect(listed).toContain(made.keyPrefix)
    expect(listed).not.toContain(made.key)
    const tables = await database.ownerQuery<{ text: string }>(
      `SELECT coalesce(string_agg(t::text, ' '), '') AS text FROM (SELECT a::text AS t FROM "AlertInbound" a UNION ALL SELECT e::text FROM "AuditLog" e) AS all_rows`,
    )
    expect(tables[0]?.text).not.toContain(made.key)
  })

  it('has a name of its own: two of one name would end each other’s alerts', async () => {
    const open = (name: string) => createInbound(ctx, { name, kind: 'alertmanager' })
    const opened = await Promise.allSettled(['Probes', 'probes', 'PROBES', 'Probes'].map(open))
    const made = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    expect(made).toHaveLength(1)
    for (const one of opened)
      if (one.status === 'rejected')
        expect(one.reason).toMatchObject({ code: 'CONFLICT', problems: [{ pointer: '/name' }] })
    await open('Probes_')
    await revokeInbound(ctx, made[0]?.id ?? '')
    await open('Probes')
  })

  it.each(['sample', 'Daybook', ' DAYBOOK ', 'Sample', 'shop|disk'])('may not be called %s', (name) => {
    const { error } = AlertInboundInput.safeParse({ name, kind: 'grafana' })
    expect(error?.issues.map(({ path }) => path)).toEqual([['name']])
  })

  it('answers a key that never was, a revoked one and a mangled one alike, whatever is sent', async () => {
    const { key, id } = await newInbound('grafana')
    await revokeInbound(ctx, id)
    const answers = await Promise.all(
      [key, `${key.slice(0, -1)}x`, 'dbk_in_nothing', 'x'.repeat(5_000)].flatMap((tried) => [
        send(tried, { body: grafanaMessage() }),
        send(tried, { raw: '{' }),
      ]),
    )
    const shapes = new Set(answers.map(({ status, body }) => JSON.stringify([status, body.code, body.detail])))
    expect([...shapes]).toEqual([JSON.stringify([404, 'NOT_FOUND', 'There is nothing at this address.'])])
    await expect(revokeInbound(ctx, id)).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('refuses what is too large, too deep, not JSON, or of another system', async () => {
    const { key, name } = await newInbound('alertmanager')
    const statuses = await Promise.all([
      send(key, { raw: `"${'a'.repeat(2 ** 20)}"` }),
      send(key, { raw: '['.repeat(30) + ']'.repeat(30) }),
      send(key, { raw: '{"alerts":' }),
      send(key, { raw: '<alerts/>', type: 'text/xml' }),
      send(key, { body: sentryMetricAlert('critical') }),
      send(key, {}),
    ])
    expect(statuses.map(({ status }) => status)).toEqual([413, 422, 400, 415, 422, 422])
    expect(statuses[4]?.body.detail).toBe('This is not a message that Alertmanager sends.')
    expect(await alertsOf(name)).toEqual([])
  })
})

describe('Alertmanager and Grafana', () => {
  it('open an alert per fingerprint with the severity of its label, and end it', async () => {
    const { key, name } = await newInbound('alertmanager')
    const firing = await send(key, { body: prometheusMessage('firing') })
    expect([firing.status, ...counts(firing.body)]).toEqual([200, 2, 2, 0, 0])
    expect(await alertsOf(name)).toEqual([
      expect.objectContaining({
        rule: 'inbound',
        fingerprint: `${name}|1a30ba71cca2921f`,
        state: 'FIRING',
        severity: 'critical',
        title: 'ProbeFailure',
        sentence: 'The shop does not answer',
        firstAt: new Date('2026-11-27T13:08:45.828Z'),
      }),
      expect.objectContaining({ fingerprint: `${name}|99aa`, severity: 'medium', sentence: 'DiskFilling on db-1' }),
    ])
    const resolved = await send(key, { body: prometheusMessage('resolved') })
    expect(counts(resolved.body)).toEqual([2, 0, 2, 0])
    expect((await alertsOf(name)).map(({ state, resolvedHow }) => [state, resolvedHow])).toEqual([
      ['RESOLVED', 'recovered'],
      ['RESOLVED', 'recovered'],
    ])
  })

  it('change nothing by sending the same again, in any order', async () => {
    const { key, name } = await newInbound('grafana')
    const say = async (status: 'firing' | 'resolved') =>
      counts((await send(key, { body: grafanaMessage(status) })).body)
    expect(await say('firing')).toEqual([1, 1, 0, 0])
    expect(await say('firing')).toEqual([1, 0, 0, 1])
    const [before] = await alertsOf(name)
    expect(before?.count).toBe(1)
    expect(await say('resolved')).toEqual([1, 0, 1, 0])
    expect(await say('resolved')).toEqual([1, 0, 0, 1])
    // A "firing" that was overtaken on its way.
    expect(await say('firing')).toEqual([1, 0, 0, 1])
    expect((await alertsOf(name)).map(({ state }) => state)).toEqual(['RESOLVED'])
  })

  it('open another alert when the same trouble begins again', async () => {
    const { key, name } = await newInbound('grafana')
    await send(key, { body: grafanaMessage('firing') })
    await send(key, { body: grafanaMessage('resolved') })
    await send(key, { body: grafanaMessage('firing', '2026-11-27T12:00:00Z') })
    expect((await alertsOf(name)).map(({ state }) => state)).toEqual(['RESOLVED', 'FIRING'])
  })

  it('are told to the channels like any other alert, and so is their end', async () => {
    const channelId = await newChannel()
    const { key, name } = await newInbound('alertmanager')
    const evaluator = new Evaluator()
    await send(key, { body: prometheusMessage('firing') })
    await evaluator.work(true)
    await send(key, { body: prometheusMessage('resolved') })
    await evaluator.leave()
    const told = await database.ownerQuery<{ kind: string }>(
      `SELECT "kind" FROM "Delivery" WHERE "channelId" = $1 AND "message" ->> 'source' = $2 ORDER BY "id"`,
      [channelId, name],
    )
    expect(told.map(({ kind }) => kind).sort()).toEqual(['firing', 'firing', 'resolved', 'resolved'])
  })

  it('are told at once, not when the rules are looked at the next time', async () => {
    const { key } = await newInbound('alertmanager')
    const channel = await newChannel()
    const evaluator = new Evaluator()
    evaluator.start()
    try {
      await until(async () => evaluator.isLeading, 10_000)
      // It rests now, for five seconds.
      await sleep(500)
      await send(key, { body: prometheusMessage('firing') })
      await until(async () => (await toldTo(channel)).includes('firing'), 4_000)
    } finally {
      await evaluator.stop()
    }
  })

  it('may send anything as text: it stands on one line, without control characters, cut', async () => {
    const { key, name } = await newInbound('grafana')
    const message = grafanaMessage()
    Object.assign(message.alerts[0]?.annotations ?? {}, {
      summary: `a\u0000\u202eb\r\n${'\ud800'}${'c'.repeat(10_000)}`,
    })
    expect((await send(key, { body: message })).status).toBe(200)
    const [alert] = await alertsOf(name)
    expect(String(alert?.sentence)).toMatch(/^a b .c+…$/)
    expect(String(alert?.sentence).length).toBeLessThanOrEqual(500)
  })

  it('may send secrets: they are neither kept nor told on, and troubles that differ in nothing else stay two', async () => {
    const { key, name } = await newInbound('alertmanager')
    const token = (letter: string) => `ghp_${letter.repeat(36)}`
    const alertOf = (letter: string) => ({
      status: 'firing',
      labels: { alertname: `Push with ${token(letter)}`, note: 'password=hunter22' },
      annotations: { summary: `It broke with ${token(letter)}` },
      generatorURL: 'https://prometheus.example/graph?token=hunter22',
      fingerprint: token(letter),
    })
    expect((await send(key, { body: { alerts: ['a', 'b'].map(alertOf) } })).status).toBe(200)
    const found = await alertsOf(name)
    expect(found).toHaveLength(2)
    expect(JSON.stringify(found)).not.toMatch(/ghp_|hunter22/)
    expect(found[0]).toMatchObject({ title: 'Push with [redacted]', sentence: 'It broke with [redacted]' })
  })
})

describe('a group of which not all can be used', () => {
  const firing = (name: string, over: object = {}) => ({
    status: 'firing',
    labels: { alertname: name, severity: 'constructor' },
    annotations: { summary: `${name} is bad` },
    fingerprint: name,
    ...over,
  })

  it('opens what can be, and says how much could not', async () => {
    const { key, name } = await newInbound('alertmanager')
    const alerts = [
      firing('whole'),
      { status: 'perhaps' },
      'nonsense',
      firing('long', { fingerprint: 'f'.repeat(5_000) }),
      firing('odd', { labels: { alertname: 'odd', ['l'.repeat(300)]: 'x', number: 7 }, startsAt: 12 }),
    ]
    const { status, body } = await send(key, { body: { alerts } })
    expect([status, ...counts(body)]).toEqual([200, 5, 3, 0, 2])
    const opened = await alertsOf(name)
    expect(opened.map(({ title }) => title).sort()).toEqual(['long', 'odd', 'whole'])
    expect(new Set(opened.map(({ severity }) => severity))).toEqual(new Set(['high']))
  })

  it('refuses one of which nothing can be used', async () => {
    const { key } = await newInbound('alertmanager')
    expect((await send(key, { body: { alerts: [{ status: 'perhaps' }] } })).status).toBe(422)
  })

  it('of more than a thousand is taken whole', async () => {
    const { key } = await newInbound('alertmanager')
    const alerts = Array.from({ length: 1_100 }, (_, i) => firing(`n${i % 30}`))
    const { status, body } = await send(key, { body: { alerts } })
    expect([status, ...counts(body)]).toEqual([200, 1_100, 30, 0, 1_070])
  })

  it('asks to be sent again when others are in the way, since a refusal would lose it', async () => {
    const { key } = await newInbound('alertmanager')
    await database.ownerQuery(`CREATE FUNCTION in_the_way() RETURNS trigger LANGUAGE plpgsql AS $$
      BEGIN RAISE EXCEPTION 'deadlock detected' USING ERRCODE = '40P01'; END $$;
      CREATE TRIGGER in_the_way BEFORE INSERT ON "Alert" FOR EACH ROW EXECUTE FUNCTION in_the_way()`)
    try {
      expect((await send(key, { body: { alerts: [firing('later')] } })).status).toBe(503)
    } finally {
      await database.ownerQuery('DROP TRIGGER in_the_way ON "Alert"; DROP FUNCTION in_the_way()')
    }
    expect((await send(key, { body: { alerts: [firing('later')] } })).body).toMatchObject({ opened: 1 })
  })

  it('is put in order by the clock of the database', async () => {
    const { key, name } = await newInbound('alertmanager')
    const behind = systemContext('test', { now: () => new Date('2020-01-01T00:00:00Z') })
    await receiveAlerts(behind, { key, query: {}, readBody: async () => ({ alerts: [firing('clock')] }) })
    const rows = await database.ownerQuery(
      `SELECT FROM "Alert" WHERE "source" = $1 AND "openedAt" > now() - interval '1 hour'`,
      [name],
    )
    expect(rows).toHaveLength(1)
  })
})

describe('Sentry', () => {
  it('opens an alert from an alert rule, counts its next events onto it, and ends it with the issue', async () => {
    const { key, name } = await newInbound('sentry')
    expect(counts((await send(key, { body: sentryIssueAlert() })).body)).toEqual([1, 1, 0, 0])
    expect(counts((await send(key, { body: sentryIssueAlert('2026-11-27T10:05:00Z') })).body)).toEqual([1, 0, 0, 1])
    expect(await alertsOf(name)).toEqual([
      expect.objectContaining({
        fingerprint: `${name}|issue 1117540176`,
        severity: 'high',
        title: 'Checkout errors',
        sentence: 'ReferenceError: cart is not defined',
      }),
    ])
    expect(counts((await send(key, { body: sentryIssueChange('assigned') })).body)).toEqual([1, 0, 0, 1])
    expect(counts((await send(key, { body: sentryIssueChange('resolved') })).body)).toEqual([1, 0, 1, 0])
    expect((await alertsOf(name)).map(({ state }) => state)).toEqual(['RESOLVED'])
  })

  it('opens and ends metric alerts, and takes what is about no alert without a word', async () => {
    const { key, name } = await newInbound('sentry')
    await send(key, { body: sentryMetricAlert('warning') })
    await send(key, { body: sentryMetricAlert('critical') })
    expect((await alertsOf(name)).map(({ severity, state }) => [severity, state])).toEqual([['critical', 'FIRING']])
    await send(key, { body: sentryMetricAlert('resolved') })
    expect((await alertsOf(name)).map(({ state }) => state)).toEqual(['RESOLVED'])
    const other = await send(key, { body: { action: 'created', data: { installation: { uuid: 'x' } }, actor: {} } })
    expect([other.status, ...counts(other.body)]).toEqual([200, 1, 0, 0, 1])
  })
})

describe('UptimeRobot', () => {
  const down = {
    monitorID: '801',
    monitorURL: 'https://shop.example.org',
    monitorFriendlyName: 'Shop',
    alertType: '1',
    alertTypeFriendlyName: 'Down',
    alertDetails: 'Connection Timeout',
    alertDateTime: '1795770000',
    sslExpiryDate: '*sslExpiryDate*',
  }
  const up = {
    ...down,
    alertType: '2',
    alertTypeFriendlyName: 'Up',
    alertDetails: 'HTTP 200 - OK',
    alertDateTime: '1795770300',
  }
  const queryOf = (variables: Record<string, string>) => `?${new URLSearchParams(variables)}`

  it.each([
    ['query parameters', (variables: Record<string, string>) => ({ query: queryOf(variables) })],
    ['form fields', (variables: Record<string, string>) => ({ form: variables })],
    ['JSON', (variables: Record<string, string>) => ({ body: variables })],
  ])('says down and up in %s', async (_how, sent) => {
    const { key, name } = await newInbound('uptimerobot')
    expect(counts((await send(key, sent(down))).body)).toEqual([1, 1, 0, 0])
    expect(await alertsOf(name)).toEqual([
      expect.objectContaining({
        fingerprint: `${name}|801`,
        severity: 'critical',
        sentence: 'Shop is down (Connection Timeout)',
        firstAt: new Date(1_795_770_000_000),
      }),
    ])
    expect(counts((await send(key, sent(up))).body)).toEqual([1, 0, 1, 0])
  })

  it('says that a certificate expires, beside and not instead of the monitor itself', async () => {
    const { key, name } = await newInbound('uptimerobot')
    const expiry = {
      ...down,
      alertType: '3',
      alertTypeFriendlyName: 'SSL expiry',
      sslExpiryDaysLeft: '7',
      alertDetails: '',
    }
    await send(key, { body: expiry })
    await send(key, { body: up })
    expect((await alertsOf(name)).map(({ sentence, severity, state }) => [sentence, severity, state])).toEqual([
      ['Shop expires in 7 days', 'medium', 'FIRING'],
    ])
  })
})
