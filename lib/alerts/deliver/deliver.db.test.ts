import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { hourMs, minuteMs } from '../../clock'
import { systemContext } from '../../context'
import { getDb, withTx } from '../../db'
import { setEnv } from '../../env'
import { toldTo } from '../../testing/alerts'
import { useDatabase } from '../../testing/database'
import { openTwilio, twilioAccount } from '../../testing/receivers/twilio'
import { createChannel, ensureEnvironmentChannels, sendThrough } from '../channels'
import { raise, resolveOpen } from '../evaluate'
import { tellOpen } from '../evaluate/tell'
import type { DeliveryKind, Message } from '../message'
import { claimDue } from './claim'
import { Deliverer } from './deliverer'
import { enqueue } from './enqueue'
import { getDelivery } from './get'
import { pruneDeliveries } from './prune'
import { replayDelivery } from './replay'
import { retryDelaysMs } from './retry-schedule'
import { settle } from './settle'

const database = useDatabase()
const ctx = systemContext('alerts')

type Answer = { status: number; headers?: Record<string, string> } | 'hang'
type Got = { path: string; id: string; body: { type: string; data: { isMaybeRepeated: boolean } } }

/** A receiver that answers each path as it was told to; without an answer, 204. */
class Receiver {
  readonly got: Got[] = []
  readonly answers = new Map<string, Answer>()
  readonly #server = createServer((request, response) => void this.#take(request, response))
  origin = ''

  async open(): Promise<void> {
    this.#server.listen(0, '127.0.0.1')
    await once(this.#server, 'listening')
    this.origin = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  close(): void {
    this.#server.closeAllConnections()
    this.#server.close()
  }

  at(path: string): string[] {
    return this.got.filter((one) => one.path === path).map(({ body }) => body.type)
  }

  async #take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const path = request.url ?? ''
    this.got.push({
      path,
      id: String(request.headers['webhook-id']),
      body: JSON.parse(Buffer.concat(chunks).toString()),
    })
    const answer = this.answers.get(path) ?? { status: 204 }
    if (answer !== 'hang') response.writeHead(answer.status, answer.headers).end()
  }
}

const receiver = new Receiver()
beforeAll(async () => {
  setEnv({ ALERT_ALLOW_PRIVATE_ADDRESSES: 'true', LOG_LEVEL: 'error' })
  await receiver.open()
})
afterAll(() => receiver.close())
beforeEach(async () => {
  receiver.got.length = 0
  receiver.answers.clear()
  await database.ownerQuery(
    'TRUNCATE "Delivery", "DeliveryAttempt", "AlertChannel", "AlertNotice", "Alert", "IncidentAlert"',
  )
})

const webhookAt = async (path: string) => {
  const input = { type: 'webhook', name: path, config: { url: `${receiver.origin}${path}` } }
  return (await createChannel(ctx, { ...input, minSeverity: 'info', isEscalationOnly: false })).id
}

const messageOf = (kind: DeliveryKind): Message => ({
  kind,
  severity: 'high',
  title: 'A test',
  sentence: 'Something is wrong.',
  source: 'daybook',
  rule: 'test',
  alertId: null,
  at: new Date().toISOString(),
  count: 1,
  durationMs: null,
  facts: [],
  changes: [],
  body: null,
  links: { dashboard: 'http://localhost:3000/dashboard/alerts', sentry: null, runbook: null },
})

const order = (channelId: string, kind: DeliveryKind = 'firing', alertId?: string) =>
  withTx(ctx, (tx) => {
    const what = { channelId, kind, message: messageOf(kind), now: new Date() }
    return enqueue(tx, alertId === undefined ? what : { ...what, alertId })
  })

const rowOf = (id: string) =>
  getDb().delivery.findUniqueOrThrow({ where: { id }, include: { tries: { orderBy: { attempt: 'asc' } } } })
/** Whatever channels keep in the process: another one would not have it. */
const forgetWhatThisProcessKnows = () => {
  for (const key of Object.getOwnPropertySymbols(globalThis))
    if (key.description?.startsWith('daybook.channels.')) Reflect.deleteProperty(globalThis, key)
}
/** As if the time had passed until the next attempt. */
const makeDue = () => database.ownerQuery(`UPDATE "Delivery" SET "nextAttemptAt" = now() WHERE "status" = 'PENDING'`)

describe('a delivery', () => {
  it('is sent once under its own id and written down as sent', async () => {
    const id = await order(await webhookAt('/ok'))
    await new Deliverer().deliverDue()
    await new Deliverer().deliverDue()
    expect(receiver.got.map((one) => one.id)).toEqual([id])
    expect(await rowOf(id)).toMatchObject({
      status: 'SENT',
      attempts: 1,
      responseStatus: 204,
      tries: [{ outcome: 'sent' }],
    })
  })

  it('is tried again under the same id, after the times of the schedule, and then given up', async () => {
    receiver.answers.set('/down', { status: 500 })
    const id = await order(await webhookAt('/down'))
    for (const [failed, delayMs] of retryDelaysMs.entries()) {
      await new Deliverer().deliverDue()
      const row = await rowOf(id)
      expect([row.status, row.attempts]).toEqual(['PENDING', failed + 1])
      const waitMs = row.nextAttemptAt.getTime() - Date.now()
      expect(waitMs / delayMs).toBeGreaterThan(0.8 - 2_000 / delayMs)
      expect(waitMs / delayMs).toBeLessThan(1.2)
      await makeDue()
    }
    await new Deliverer().deliverDue()
    const row = await rowOf(id)
    expect([row.status, row.attempts, new Set(receiver.got.map((one) => one.id))]).toEqual(['DEAD', 9, new Set([id])])
    expect(row.tries.map(({ outcome, responseStatus }) => [outcome, responseStatus])).toEqual(
      Array.from({ length: 9 }, () => ['failed', 500]),
    )
  })

  it('waits as long as the service asks for', async () => {
    receiver.answers.set('/busy', { status: 429, headers: { 'Retry-After': '300' } })
    const id = await order(await webhookAt('/busy'))
    await new Deliverer().deliverDue()
    const waitMs = (await rowOf(id)).nextAttemptAt.getTime() - Date.now()
    expect(waitMs).toBeGreaterThan(4.5 * minuteMs)
    expect(waitMs).toBeLessThan(5.5 * minuteMs)
  })

  it('waits with the one that was asked to: a service is not called again in the time it asked for', async () => {
    receiver.answers.set('/busy', { status: 429, headers: { 'Retry-After': '300' } })
    const busy = await webhookAt('/busy')
    const [, second] = [await order(busy), await order(busy)]
    await order(await webhookAt('/ok'))
    await new Deliverer().deliverDue()
    expect([receiver.at('/busy').length, receiver.at('/ok').length]).toEqual([1, 1])
    expect(await rowOf(second)).toMatchObject({ status: 'PENDING', attempts: 0 })
    await database.ownerQuery(`UPDATE "AlertChannel" SET "pausedUntil" = now()`)
    receiver.answers.clear()
    await new Deliverer().deliverDue()
    expect((await rowOf(second)).status).toBe('SENT')
  })

  it('that is critical goes before whatever waits for the same channel', async () => {
    const channelId = await webhookAt('/much')
    for (let i = 0; i < 3; i += 1) await order(channelId)
    const message = { ...messageOf('firing'), severity: 'critical' as const }
    const id = await withTx(ctx, (tx) => enqueue(tx, { channelId, kind: 'firing', message, now: new Date() }))
    await new Deliverer().deliverDue()
    expect([receiver.got.length, receiver.got[0]?.id]).toEqual([4, id])
  })

  it('that is refused for good is given up at once and told through the other channels, once an hour', async () => {
    receiver.answers.set('/gone', { status: 410 })
    const [gone, other] = [await webhookAt('/gone'), await webhookAt('/other')]
    const id = await order(gone)
    await order(gone)
    await new Deliverer().deliverDue()
    expect(await rowOf(id)).toMatchObject({ status: 'DEAD', attempts: 1, tries: [{ outcome: 'refused' }] })
    expect([receiver.at('/other'), await toldTo(other)]).toEqual([['daybook.dead-letter'], ['dead-letter']])
    const failed = await getDb().auditLog.count({ where: { action: 'ALERT_DELIVERY_FAILED', entityId: id } })
    expect(failed).toBe(1)
    await database.ownerQuery(`UPDATE "AlertNotice" SET "lastFiringAt" = now() - interval '61 min'`)
    await order(gone)
    await new Deliverer().deliverDue()
    expect(receiver.at('/other')).toHaveLength(2)
  })

  it('that is given up is told to those whom it concerns, as news of its own, and to all others when there are none', async () => {
    receiver.answers.set('/gone', { status: 410 })
    const gone = await webhookAt('/gone')
    const [other, loud, last] = [await webhookAt('/other'), await webhookAt('/loud'), await webhookAt('/last')]
    const set = (id: string, data: object) => withTx(ctx, (tx) => tx.alertChannel.update({ where: { id }, data }))
    await set(loud, { minSeverity: 'critical' })
    await set(last, { isEscalationOnly: true })
    await order(gone, 'firing', crypto.randomUUID())
    await new Deliverer().deliverDue()
    expect([await toldTo(other), await toldTo(loud), await toldTo(last)]).toEqual([['dead-letter'], [], []])
    // A service that knows the alert by its id must not take it for that one firing again.
    const { message } = await getDb().delivery.findFirstOrThrow({ where: { channelId: other } })
    expect(message).toMatchObject({ kind: 'dead-letter', alertId: null })
    await set(other, { isEnabled: false })
    await order(gone)
    await new Deliverer().deliverDue()
    expect([await toldTo(loud), await toldTo(last)]).toEqual([['dead-letter'], ['dead-letter']])
  })

  it('about a delivery that failed is the end of it: two broken channels do not write about each other for ever', async () => {
    for (const path of ['/a', '/b']) receiver.answers.set(path, { status: 404 })
    const [a] = [await webhookAt('/a'), await webhookAt('/b')]
    await order(a)
    await new Deliverer().deliverDue()
    expect(await getDb().delivery.count()).toBe(2)
  })

  it('that cannot be read is given up, and keeps no other from being sent', async () => {
    const channel = await webhookAt('/ok')
    const [broken, whole] = [await order(channel), await order(channel)]
    await database.ownerQuery(`UPDATE "Delivery" SET "message" = '{"kind": "firing"}' WHERE "id" = $1`, [broken])
    for (let look = 0; look < 2; look += 1) await new Deliverer().deliverDue()
    expect([(await rowOf(broken)).status, (await rowOf(whole)).status]).toEqual(['DEAD', 'SENT'])
  })

  it('that cannot be read is told through the others and stands in the trail as any other that died, and is not sent again', async () => {
    const [channel, other] = [await webhookAt('/ok'), await webhookAt('/other')]
    const id = await order(channel)
    await database.ownerQuery(`UPDATE "Delivery" SET "message" = '{"kind": "firing"}' WHERE "id" = $1`, [id])
    for (let look = 0; look < 2; look += 1) await new Deliverer().deliverDue()
    expect((await rowOf(id)).tries).toMatchObject([{ outcome: 'refused', error: 'What it says cannot be read.' }])
    expect(await toldTo(other)).toEqual(['dead-letter'])
    expect(await getDb().auditLog.count({ where: { action: 'ALERT_DELIVERY_FAILED', entityId: id } })).toBe(1)
    await expect(replayDelivery(ctx, id)).rejects.toMatchObject({ code: 'CONFLICT' })
  })

  it('to a channel that was removed meanwhile is cancelled, and alarms nobody', async () => {
    const [channel, other] = [await webhookAt('/removed'), await webhookAt('/other')]
    const id = await order(channel)
    // Removed by somebody whose transaction did not see it yet.
    await database.ownerQuery(`UPDATE "AlertChannel" SET "deletedAt" = now(), "isEnabled" = false WHERE "id" = $1`, [
      channel,
    ])
    await new Deliverer().deliverDue()
    expect(await rowOf(id)).toMatchObject({ status: 'CANCELLED', lastError: 'The channel was deleted.' })
    expect(await toldTo(other)).toEqual([])
  })

  it('is due by the clock of the database, whatever the clock of who wrote it says', async () => {
    const channelId = await webhookAt('/ok')
    const ahead = new Date(Date.now() + 72 * hourMs)
    const message = messageOf('firing')
    await withTx(ctx, (tx) => enqueue(tx, { channelId, kind: 'firing', message, now: ahead }))
    await new Deliverer().deliverDue()
    expect(receiver.at('/ok')).toEqual(['daybook.firing'])
  })

  it('can be sent again by hand once it was given up, once', async () => {
    receiver.answers.set('/gone', { status: 410 })
    const channel = await webhookAt('/gone')
    const id = await order(channel)
    await new Deliverer().deliverDue()
    receiver.answers.clear()
    const presses = await Promise.allSettled([replayDelivery(ctx, id), replayDelivery(ctx, id)])
    expect(presses.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    await new Deliverer().deliverDue()
    const again = await getDb().delivery.findFirstOrThrow({ where: { replayOf: id } })
    expect([again.status, (await rowOf(id)).status]).toEqual(['SENT', 'DEAD'])
  })
})

describe('a "firing" that is sent again by hand', () => {
  const died = async (path: string) => {
    receiver.answers.set(path, { status: 410 })
    const channel = await webhookAt(path)
    const now = new Date()
    const finding = { source: 'daybook', subject: path, sentence: 'It is slow.', firstAt: now, lastAt: now }
    const rule = { name: 'inbound', title: 'Slow', severity: 'high' as const }
    const { alertId } = await withTx(ctx, (tx) => raise(tx, ctx, { rule, finding, now }))
    await withTx(ctx, (tx) => tellOpen(tx, ctx, now))
    await new Deliverer().deliverDue()
    receiver.answers.clear()
    receiver.got.length = 0
    const { id } = await getDb().delivery.findFirstOrThrow({ where: { channelId: channel, kind: 'firing' } })
    const resolve = () => withTx(ctx, (tx) => resolveOpen(tx, ctx, { id: alertId, now: new Date(), how: 'recovered' }))
    return { id, channel, resolve }
  }

  it('of an alert that is over by now is followed by its "resolved"', async () => {
    const { id, resolve } = await died('/over')
    await resolve()
    await new Deliverer().deliverDue()
    receiver.got.length = 0
    await replayDelivery(ctx, id)
    await new Deliverer().deliverDue()
    expect(receiver.at('/over')).toEqual(['daybook.firing', 'daybook.resolved'])
  })

  it('of one that is over and whose "resolved" still waits is followed by that one', async () => {
    const { id, resolve } = await died('/waits')
    await resolve()
    await replayDelivery(ctx, id)
    await new Deliverer().deliverDue()
    expect(receiver.at('/waits')).toEqual(['daybook.firing', 'daybook.resolved'])
  })

  it('of one that still fires is followed by its "resolved" when it ends', async () => {
    const { id, channel, resolve } = await died('/fires')
    await withTx(ctx, (tx) => tx.alertNotice.deleteMany({ where: { channelId: channel } }))
    await replayDelivery(ctx, id)
    await new Deliverer().deliverDue()
    await resolve()
    await new Deliverer().deliverDue()
    expect(receiver.at('/fires')).toEqual(['daybook.firing', 'daybook.resolved'])
  })
})

describe('a test', () => {
  const lostTest = async (channelId: string) => {
    const id = await order(channelId, 'test')
    await claimDue(ctx, [], 1)
    await database.ownerQuery(`UPDATE "Delivery" SET "claimedUntil" = now() - interval '1 second'`)
    return id
  }

  it('whose process ended is not sent by another one, but closed, and the trail says so', async () => {
    const [channel, other] = [await webhookAt('/ok'), await webhookAt('/other')]
    const id = await lostTest(channel)
    await Promise.all([new Deliverer().deliverDue(), new Deliverer().deliverDue()])
    expect(receiver.got).toEqual([])
    expect(await rowOf(id)).toMatchObject({
      status: 'DEAD',
      lastError: expect.stringMatching(/^Nobody knows whether it arrived/),
      claimedBy: null,
      tries: [{ outcome: 'unknown', error: expect.stringMatching(/^Nobody knows/) }],
    })
    const events = await getDb().auditLog.findMany({ where: { action: 'ALERT_DELIVERY_FAILED', entityId: id } })
    expect([events.length, await toldTo(other)]).toEqual([1, []])
    await replayDelivery(ctx, id)
    await new Deliverer().deliverDue()
    expect(receiver.at('/ok')).toEqual(['daybook.test'])
  })

  it('that is sent again by hand and fails is not tried for hours', async () => {
    const channel = await webhookAt('/down')
    const id = await lostTest(channel)
    await new Deliverer().deliverDue()
    receiver.answers.set('/down', { status: 500 })
    const again = await replayDelivery(ctx, id)
    await new Deliverer().deliverDue()
    expect(await rowOf(again.id)).toMatchObject({ status: 'DEAD', attempts: 1, responseStatus: 500 })
  })
})

describe('channels', () => {
  it('do not wait for one that hangs', async () => {
    receiver.answers.set('/slow', 'hang')
    const [slow, quick] = [await webhookAt('/slow'), await webhookAt('/quick')]
    for (let i = 0; i < 3; i += 1) await order(slow)
    const deliverer = new Deliverer()
    deliverer.start()
    const startedMs = performance.now()
    for (let i = 0; i < 10; i += 1) await order(quick)
    while (receiver.at('/quick').length < 10 && performance.now() - startedMs < 18_000)
      await new Promise((resolve) => setTimeout(resolve, 20))
    expect(receiver.at('/quick')).toHaveLength(10)
    receiver.close()
    await receiver.open()
    await deliverer.stop()
  }, 60_000)

  it('hear "resolved" after the "firing" it belongs to, also when that has to be tried again', async () => {
    receiver.answers.set('/flaky', { status: 503 })
    const channel = await webhookAt('/flaky')
    const alertId = crypto.randomUUID()
    await order(channel, 'firing', alertId)
    await new Deliverer().deliverDue()
    await order(channel, 'resolved', alertId)
    await new Deliverer().deliverDue()
    expect(receiver.at('/flaky')).toEqual(['daybook.firing'])
    receiver.answers.clear()
    await makeDue()
    await new Deliverer().deliverDue()
    expect(receiver.at('/flaky')).toEqual(['daybook.firing', 'daybook.firing', 'daybook.resolved'])
  })

  it('hear "resolved" after the "firing" it belongs to, also when the clock of who wrote that was ahead', async () => {
    receiver.answers.set('/ahead', { status: 503 })
    const channelId = await webhookAt('/ahead')
    const alertId = crypto.randomUUID()
    const ahead = new Date(Date.now() + hourMs)
    await withTx(ctx, (tx) =>
      enqueue(tx, { channelId, alertId, kind: 'firing', message: messageOf('firing'), now: ahead }),
    )
    await order(channelId, 'resolved', alertId)
    await new Deliverer().deliverDue()
    expect(receiver.at('/ahead')).toEqual(['daybook.firing'])
    receiver.answers.clear()
    await makeDue()
    await new Deliverer().deliverDue()
    expect(receiver.at('/ahead')).toEqual(['daybook.firing', 'daybook.firing', 'daybook.resolved'])
  })
})

describe('several processes', () => {
  it('send each delivery once', async () => {
    const channels = [await webhookAt('/1'), await webhookAt('/2'), await webhookAt('/3'), await webhookAt('/4')]
    const ids: string[] = []
    for (let i = 0; i < 100; i += 1) ids.push(await order(channels[i % 4] ?? ''))
    await Promise.all(Array.from({ length: 4 }, () => new Deliverer().deliverDue()))
    await new Deliverer().deliverDue()
    expect(receiver.got.map((one) => one.id).sort()).toEqual([...ids].sort())
  })

  it('take over from one that died while it sent: once more, under the same id, marked', async () => {
    const id = await order(await webhookAt('/ok'))
    const [claimed] = await claimDue(ctx, [], 1)
    expect([claimed?.id, await new Deliverer().deliverDue()]).toEqual([id, 0])
    await database.ownerQuery(`UPDATE "Delivery" SET "claimedUntil" = now() - interval '1 second'`)
    expect(await new Deliverer().deliverDue()).toBe(1)
    expect(receiver.got).toMatchObject([{ id, body: { data: { isMaybeRepeated: true } } }])
    expect((await rowOf(id)).tries.map(({ outcome }) => outcome)).toEqual(['unknown', 'sent'])
  })

  it('leave a channel of the environment to those that have its variable, until it is switched off', async () => {
    const set = { ALERT_WEBHOOK_URL: `${receiver.origin}/env` }
    const here = async (values: { ALERT_WEBHOOK_URL: string }) => {
      setEnv(values)
      await ensureEnvironmentChannels(ctx)
      return new Deliverer().deliverDue()
    }
    await here(set)
    const { id: channelId } = await getDb().alertChannel.findFirstOrThrow({ where: { origin: 'environment' } })
    const [first, second] = [await order(channelId), await order(channelId)]
    expect(await here({ ALERT_WEBHOOK_URL: '' })).toBe(0)
    expect(await rowOf(first)).toMatchObject({ status: 'PENDING', attempts: 0 })
    // Claimed by one whose variable was there a moment ago: another try, by whoever has it.
    const input = { deliveryId: first, isMaybeRepeated: false, signal: AbortSignal.timeout(1_000) }
    const sending = sendThrough(channelId, messageOf('firing'), input)
    await expect(sending).rejects.toMatchObject({ name: 'DeliveryError', isPermanent: false })
    expect(await here(set)).toBe(2)
    expect(receiver.at('/env')).toHaveLength(2)
    expect((await rowOf(second)).status).toBe('SENT')
    // Gone everywhere: what still waits is given up, and told.
    const last = await order(channelId)
    await database.ownerQuery(`UPDATE "AlertChannel" SET "seenAt" = now() - interval '301 seconds'`)
    await here({ ALERT_WEBHOOK_URL: '' })
    expect(await rowOf(last)).toMatchObject({ status: 'DEAD', lastError: 'ALERT_WEBHOOK_URL is no longer set.' })
  })

  it('tell each receiver once, whichever of them takes the retry, and a replay goes to those without it only', async () => {
    const twilio = await openTwilio()
    const [ada, grace] = ['+4915112345678', '+4915187654321']
    const config = { ...twilioAccount, from: '+493012345678', to: `${ada}, ${grace}`, baseUrl: twilio.url }
    const made = { type: 'sms', name: 'SMS', config, minSeverity: 'info', isEscalationOnly: false } as const
    const id = await order((await createChannel(ctx, made)).id)
    twilio.behave({ kind: 'status', status: 500 }, 1)
    await new Deliverer().deliverDue()
    // Another process: nothing that this one remembers.
    forgetWhatThisProcessKnows()
    twilio.unsubscribed.add(ada)
    await makeDue()
    await new Deliverer().deliverDue()
    expect([twilio.messages.map(({ to }) => to), (await rowOf(id)).status]).toEqual([[grace], 'DEAD'])
    twilio.unsubscribed.clear()
    await replayDelivery(ctx, id)
    await new Deliverer().deliverDue()
    expect(twilio.messages.map(({ to }) => to)).toEqual([grace, ada])
    expect(JSON.stringify(await getDelivery(ctx, id))).not.toContain('toldTo')
    await twilio.close()
  })

  it('refuse the word of one that froze and thaws', async () => {
    const id = await order(await webhookAt('/ok'))
    const [frozen] = await claimDue(ctx, [], 1)
    await database.ownerQuery(`UPDATE "Delivery" SET "claimedUntil" = now() - interval '1 second'`)
    await new Deliverer().deliverDue()
    if (!frozen) throw new Error('One was due')
    const outcome = {
      kind: 'failed',
      responseStatus: null,
      durationMs: hourMs,
      error: 'late',
      isPermanent: true,
    } as const
    expect(await settle(ctx, frozen, { ...outcome, retryAfterMs: undefined })).toBe(false)
    expect((await rowOf(id)).status).toBe('SENT')
  })
})

it('messages that ended 90 days ago are removed, in parts, and nothing else', async () => {
  const channelId = await webhookAt('/ok')
  const old = (count: number, status: string, days: number) =>
    database.ownerQuery(
      `INSERT INTO "Delivery" ("id", "channelId", "kind", "message", "status", "nextAttemptAt", "createdAt", "finishedAt")
       SELECT (substr(daybook_uuidv7_floor(t)::text, 1, 24) || lpad(to_hex(i), 12, '0'))::uuid, $1, 'digest', '{}', $2, t, t,
         CASE WHEN $2 = 'PENDING' THEN NULL ELSE t END
       FROM generate_series(1, $3::int) AS i, (SELECT now() - make_interval(days => $4) AS t) AS at`,
      [channelId, status, count, days],
    )
  await old(4_100, 'SENT', 91)
  await old(1, 'PENDING', 92)
  await old(1, 'DEAD', 89)
  await database.ownerQuery(`CREATE FUNCTION at_most() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN IF (SELECT count(*) FROM gone) > 2000 THEN RAISE EXCEPTION 'too many at once'; END IF; RETURN NULL; END $$;
    CREATE TRIGGER at_most AFTER DELETE ON "Delivery" REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION at_most()`)
  try {
    expect(await pruneDeliveries(ctx, new Date())).toBe(4_100)
  } finally {
    await database.ownerQuery('DROP TRIGGER at_most ON "Delivery"; DROP FUNCTION at_most()')
  }
  expect((await getDb().delivery.findMany({ orderBy: { id: 'asc' } })).map(({ status }) => status)).toEqual([
    'PENDING',
    'DEAD',
  ])
})
