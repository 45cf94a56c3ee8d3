import * as Sentry from '@sentry/nextjs'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { z } from 'zod'
import { startSentry } from '../../sentry.server.config'
import { getAlert, resolveAlert } from '../alerts'
import { Evaluator } from '../alerts/evaluate/evaluator'
import { AuditAction, getEvent, logCritical } from '../audit'
import { systemContext } from '../context'
import { getDb } from '../db'
import { setEnv } from '../env'
import { flushErrorReports, reportError, setErrorReporter } from '../error-reports'
import { AppError } from '../errors'
import { defineRoute, operation } from '../http'
import { logger } from '../logger'
import { newChannel } from '../testing/alerts'
import { useDatabase } from '../testing/database'
import { openSentry, type SentryReceiver } from '../testing/receivers/sentry'
import { newMember } from '../testing/session'
import { recordPageError } from './page-error'
import { sentrySettings } from './sentry-settings'
import { closeMinute, recordUnhandled } from './unhandled'

const db = useDatabase()
let sentry: SentryReceiver

// Low entropy on purpose: only the rules can know that these are secrets.
const canaries = [
  'canary-cookie-1',
  'canary-bearer-2',
  'canary-body-3',
  'canary-query-4',
  'canary-message-5',
  'canary-person-6',
  'canary-password-7',
  'canary-webhook-8',
  'canary-hook-path-9',
  'canary-key-in-path-10',
  '4111 1111 1111 1111',
]
const message =
  'No answer for canary-person-6@example.org: password=canary-message-5 with Bearer canary-bearer-2 and 4111 1111 1111 1111 at ' +
  'https://hooks.example.com/services/canary-hook-path-9 and /api/alerts/inbound/canary-key-in-path-10 or /x?q=canary-query-4 of canary-password-7'

const route = defineRoute('/api/broken', {
  POST: operation({
    summary: 'Fail as asked',
    access: 'STAFF',
    query: z.strictObject({ q: z.string() }),
    body: z.object({ how: z.enum(['unknown', 'refused', 'away']), secret: z.string() }),
    response: z.object({}),
    handler: async ({ body }) => {
      if (body.how === 'refused') throw new AppError('CONFLICT', 'Somebody was faster.')
      const cause = new Error(message)
      if (body.how === 'away') throw new AppError('UNAVAILABLE', 'Not now.', { cause })
      throw cause
    },
  }),
})

beforeAll(async () => {
  sentry = await openSentry()
  setEnv({
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    SENTRY_DSN: sentry.dsn,
    SENTRY_ENVIRONMENT: 'proving ground',
    DAYBOOK_RELEASE: 'release-7',
    SENTRY_TRACES_SAMPLE_RATE: '1',
    ALERT_WEBHOOK_URL: 'https://hook:canary-password-7@example.com/canary-webhook-8',
  })
  const settings = sentrySettings()
  if (!settings) throw new Error('Sentry is off')
  startSentry(settings)
})
beforeEach(() => {
  sentry.behave()
  sentry.received.length = 0
})
afterAll(async () => {
  setErrorReporter(undefined)
  await Sentry.close(1_000)
  await sentry.close()
})

const sent = async () => {
  await flushErrorReports(5_000)
  return sentry.items('event').map(({ payload }) => payload)
}

async function call(how: string, requestId: string): Promise<{ status: number; userId: string }> {
  const { id, cookie } = await newMember('STAFF')
  const request = new Request('http://localhost:3000/api/broken?q=canary-query-4', {
    method: 'POST',
    headers: {
      host: 'localhost:3000',
      'content-type': 'application/json',
      cookie: `${cookie}; other=canary-cookie-1`,
      authorization: 'Bearer canary-bearer-2',
      'x-request-id': requestId,
      'x-correlation-id': `${requestId}-all`,
    },
    body: JSON.stringify({ how, secret: 'canary-body-3' }),
  })
  const { status } = await route.POST(request, { params: Promise.resolve({}) })
  return { status, userId: id }
}

const eventOf = async (requestId: string) => {
  const { rows } = {
    rows: await db.ownerQuery<{ id: string }>(`SELECT "id" FROM "AuditLog" WHERE "requestId" = '${requestId}'`),
  }
  expect(rows).toHaveLength(1)
  return getEvent(rows[0]?.id ?? '')
}

it('an unknown error of a route is sent once, with its ids, person, release and environment, and the trail knows its id', async () => {
  const { status, userId } = await call('unknown', 'request-unknown')
  expect(status).toBe(500)
  const events = await sent()
  expect(events).toHaveLength(1)
  expect(events[0]).toMatchObject({
    environment: 'proving ground',
    release: 'release-7',
    user: { id: userId },
    tags: { request_id: 'request-unknown', correlation_id: 'request-unknown-all', actor_type: 'user', method: 'POST' },
    extra: { path: '/api/broken' },
    exception: { values: [{ type: 'Error' }] },
  })
  // The id and nothing else of them.
  expect(events[0]?.user).toEqual({ id: userId })
  const event = await eventOf('request-unknown')
  expect(event).toMatchObject({ userId, metadata: { sentryEventId: events[0]?.event_id } })
})

/** What an integration might add one day, to errors and to transactions. */
function addEverything(scope: Sentry.Scope): void {
  scope.setUser({ id: 'u1', name: 'canary-person-6', email: 'canary-person-6@example.org', ip_address: '203.0.113.9' })
  scope.setExtra('seen', { cookie: 'canary-cookie-1', deep: [{ query_string: 'q=canary-query-4' }] })
  scope.setSDKProcessingMetadata({
    normalizedRequest: {
      url: 'http://localhost:3000/api/broken?q=canary-query-4',
      query_string: 'q=canary-query-4',
      cookies: { session: 'canary-cookie-1' },
      headers: { authorization: 'Bearer canary-bearer-2', cookie: 'a=canary-cookie-1', 'x-custom': 'canary-body-3' },
      data: 'canary-body-3',
    },
  })
  scope.addEventProcessor((event) => ({
    ...event,
    request: { url: '/x', data: 'canary-body-3', headers: { 'x-custom': 'canary-body-3' } },
    user: { id: 'u1', name: 'canary-person-6' },
  }))
}

it('no canary of request, message, environment or person leaves', async () => {
  await call('unknown', 'request-canary')
  Sentry.withScope((scope) => {
    addEverything(scope)
    Sentry.addBreadcrumb({ message: 'clicked canary-body-3' })
    Sentry.captureException(new Error(message, { cause: new Error('token=canary-message-5') }))
    const refusal = new Error('Invalid call:\n{ name: "canary-person-6" }\nArgument name is missing.')
    Sentry.captureException(Object.assign(refusal, { name: 'PrismaClientValidationError' }))
    Sentry.captureMessage('Hello canary-person-6@example.org')
    const attributes = {
      'http.url': 'https://a.example/canary-hook-path-9',
      'url.query': 'canary-query-4',
      'http.request.header.x': 'canary-cookie-1',
    }
    Sentry.startSpan({ name: 'GET /x?q=canary-query-4', op: 'http', attributes }, () => {
      Sentry.startSpan({ name: 'POST https://hooks.example.com/canary-hook-path-9', op: 'http.client' }, () => {})
    })
  })
  expect((await sent()).length).toBe(4)
  expect(sentry.items('transaction').length).toBeGreaterThan(0)
  const everything = sentry.everything()
  expect(everything).toContain('No answer for')
  expect(everything).toContain('Argument name is missing.')
  expect(canaries.filter((canary) => everything.includes(canary))).toEqual([])
  expect(everything).not.toMatch(/203\.0\.113\.9|@example\.org/)
})

it('a refusal is not sent unless wanted; a handled 503 is, once', async () => {
  expect((await call('refused', 'request-refused')).status).toBe(409)
  expect(await sent()).toEqual([])
  expect((await call('away', 'request-away')).status).toBe(503)
  const events = await sent()
  expect(events).toHaveLength(1)
  expect(events[0]).toMatchObject({ tags: { request_id: 'request-away', status: 503 } })
})

it('a refusal is sent as a warning with SENTRY_CAPTURE_4XX', async () => {
  setEnv({ SENTRY_CAPTURE_4XX: 'true' })
  const wanting = sentrySettings()
  if (wanting) startSentry(wanting)
  await call('refused', 'request-wanted')
  const events = await sent()
  setEnv({ SENTRY_CAPTURE_4XX: '' })
  const settings = sentrySettings()
  if (settings) startSentry(settings)
  expect(events).toMatchObject([{ level: 'warning', tags: { request_id: 'request-wanted', status: 409 } }])
})

it('an error of a page is sent once, with the request that Next tells of and the person whose page it was', async () => {
  const { id, cookie } = await newMember('FOUNDER')
  const error = Object.assign(new Error('The page broke'), { digest: '12345' })
  const headers = { 'x-request-id': 'request-of-page', cookie }
  await recordPageError(
    error,
    { method: 'GET', path: '/dashboard/leads?token=canary-query-4', headers },
    { routePath: '/dashboard/leads', routeType: 'render' },
  )
  const events = await sent()
  expect(events).toHaveLength(1)
  expect(events[0]).toMatchObject({
    user: { id },
    tags: { request_id: 'request-of-page' },
    extra: { path: '/dashboard/leads' },
  })
  await expect
    .poll(() => eventOf('request-of-page'))
    .toMatchObject({
      userId: id,
      metadata: { sentryEventId: events[0]?.event_id, digest: '12345' },
    })
})

it('errors that only the log tells of (loops, deliveries) are sent too, and what is no error is not', async () => {
  logger.error('LOOP_STOP_FAILED', { loop: 'jobs', error: new Error('It hangs') })
  logger.error('WITHOUT_ERROR', { code: 7 })
  logger.warn('ONLY_A_WARNING', { error: new Error('Expected') })
  expect(await sent()).toMatchObject([{ extra: { message: 'LOOP_STOP_FAILED' } }])
})

it('a promise that nothing caught is sent, also one that failed with something that is no Error', async () => {
  recordUnhandled('A promise failed and nothing caught it', 'just a word')
  await closeMinute()
  expect(await sent()).toMatchObject([{ exception: { values: [{ value: 'just a word' }] } }])
})

it('a founder gets from the event, from the alert and from its message to the error in Sentry', async () => {
  setEnv({ SENTRY_ORG_URL: 'https://sentry.example.com/organizations/acme' })
  const channelId = await newChannel()
  const { id } = await logCritical(AuditAction.SYSTEM_ERROR, 'It went wrong', new Error('boom'))
  const evaluator = new Evaluator()
  await evaluator.work(true)
  await evaluator.leave()
  const [error] = await sent()
  const url = `https://sentry.example.com/organizations/acme/issues/?project=4501&query=${String(error?.event_id)}`
  expect((await getEvent(id)).sentryUrl).toBe(url)
  const alert = await getDb().alert.findFirstOrThrow({ where: { firstEventId: id } })
  expect((await getAlert(systemContext('test'), alert.id)).sentryUrl).toBe(url)
  const links = async (kind: string) =>
    (await getDb().delivery.findFirstOrThrow({ where: { channelId, alertId: alert.id, kind } })).message
  expect(await links('firing')).toMatchObject({ links: { sentry: url } })
  await resolveAlert(systemContext('test'), alert.id)
  expect(await links('resolved')).toMatchObject({ links: { sentry: url } })
})

it.each([
  ['hangs', { kind: 'hang' }],
  ['answers 429', { kind: 'status', status: 429, headers: { 'retry-after': '1' } }],
  ['answers 500', { kind: 'status', status: 500 }],
  ['breaks off', { kind: 'reset' }],
] as const)('a Sentry that %s holds up nobody and costs the trail nothing', async (_how, mood) => {
  sentry.behave(mood)
  const events = await Promise.all(
    Array.from({ length: 5 }, (_, n) => logCritical(AuditAction.SYSTEM_ERROR, `Trouble ${n}`, new Error('x'))),
  )
  expect(events.every(({ stored }) => stored === 'database')).toBe(true)
  expect((await getEvent(events[4]?.id ?? '')).metadata).toEqual({ sentryEventId: expect.any(String) })
  const startedMs = performance.now()
  await flushErrorReports(300)
  // 10 s when it waits for the answer.
  expect(performance.now() - startedMs).toBeLessThan(8_000)
})

it('of a storm a hundred a minute leave, and whoever is beyond gets no id', async () => {
  const ids = Array.from({ length: 300 }, () => reportError(new Error('storm'), { message: 'storm' }))
  expect(ids.filter((id) => id !== undefined).length).toBeLessThanOrEqual(100)
  expect(ids.at(-1)).toBeUndefined()
})

it('is off without DSN and in development', () => {
  setEnv({ NODE_ENV: 'development' })
  expect(sentrySettings()).toBeUndefined()
  setEnv({ NODE_ENV: 'production', SENTRY_DSN: '' })
  expect(sentrySettings()).toBeUndefined()
  setEnv({ NODE_ENV: 'test', SENTRY_DSN: sentry.dsn })
  expect(sentrySettings()).toBeDefined()
})
