import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { minuteMs } from '../../clock'
import { systemContext } from '../../context'
import { getPool, withTx } from '../../db'
import { setEnv } from '../../env'
import { useDatabase } from '../../testing/database'
import { openReceiver, type Receiver } from '../../testing/receivers/receiver'
import { openTcpProxy, type TcpProxy } from '../../testing/tcp-proxy'
import { createChannel } from '../channels'
import { getDeliverer } from '../deliver'
import { Evaluator } from '../evaluate/evaluator'
import { updateRule } from '../rules'
import { createSilence } from '../silences'
import { ChannelCopy } from './channel-copy'
import { DirectPath } from './direct-path'
import { DirectState } from './outage'
import { SealedFile } from './sealed-file'

vi.setConfig({ testTimeout: 60_000 })

const database = useDatabase()
const ctx = systemContext('test')
const limits = {
  everyMs: 50,
  answerWithinMs: 300,
  awayAfterMs: 400,
  copyEveryMs: 0,
  sendWithinMs: 10_000,
  retryAfterMs: [50, 100],
}
const canary = 'canaryDirectSecret77'

let proxy: TcpProxy
let folder: string
let receiver: Receiver
let started: DirectPath[] = []
/** How far the clock of the process is ahead of the real one. */
let aheadMs = 0
let isQuiet = false

beforeAll(async () => {
  proxy = await openTcpProxy(database.appUrl())
  setEnv({ DATABASE_URL: proxy.url, ALERT_ALLOW_PRIVATE_ADDRESSES: 'true' })
})
afterAll(() => proxy.close())

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-direct-'))
  receiver = await openReceiver()
  aheadMs = 0
  isQuiet = false
  await withTx(ctx, async (tx) => {
    // Channels and silences of the test before; alerts stay for the rows that hang on them.
    await tx.alertChannel.updateMany({ data: { isEnabled: false } })
    await tx.silence.updateMany({ data: { endedAt: new Date() } })
    await tx.alertRule.deleteMany()
    await tx.alertNotice.deleteMany()
    await tx.delivery.deleteMany()
    await tx.incidentAlert.deleteMany()
    await tx.alert.deleteMany()
  })
  await addChannel(receiver)
})
afterEach(async () => {
  await proxy.restore()
  await Promise.all(started.map((path) => path.stop()))
  started = []
  await receiver.close()
  rmSync(folder, { recursive: true, force: true })
})

const addChannel = (to: Receiver) =>
  createChannel(ctx, {
    type: 'webhook',
    name: `to ${to.port}`,
    config: { url: `${to.url}/${canary}` },
    minSeverity: 'info',
    isEscalationOnly: false,
  })

function newPath(overrides: Partial<ConstructorParameters<typeof DirectPath>[0]> = {}): DirectPath {
  const path = new DirectPath({
    folder,
    isQuiet: () => isQuiet,
    now: () => new Date(Date.now() + aheadMs),
    limits,
    ...overrides,
  })
  started.push(path)
  return path
}

/** A process that has run for a while: its copy is on the disk. */
async function running(): Promise<DirectPath> {
  const path = newPath()
  await path.step()
  path.start()
  return path
}

async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 25_000): Promise<void> {
  const deadline = Date.now() + withinMs
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`${what}: not within ${withinMs} ms`)
    await sleep(20)
  }
}

/** What the path has written down of an outage that is not in the database yet. */
const outage = () => new SealedFile(folder, 'direct.sealed', DirectState).read()?.outage
const copiedNames = () =>
  new SealedFile(folder, 'channels.sealed', ChannelCopy).read()?.channels.map(({ name }) => name) ?? []
const isKnown = () => outage()?.endedAt === null

/** Looks for so long, and once more after that. */
async function look(path: DirectPath, forMs: number): Promise<void> {
  for (const endMs = performance.now() + forMs; performance.now() < endMs; await sleep(20)) await path.step()
  await path.step()
}

type Told = {
  id: string
  kind: string
  alertId: string
  sentence: string
  durationMs: number | null
  isMaybeRepeated: boolean
  links: { runbook: string | null }
}

/** What was told of the database; other rules have their own opinion of so many failures. */
const heard = (from = receiver): Told[] =>
  from.received.flatMap(({ headers, body }) => {
    const { data } = JSON.parse(body) as { data: Omit<Told, 'id'> & { rule: string } }
    return data.rule === 'database-unreachable' ? [{ ...data, id: headers['webhook-id'] ?? '' }] : []
  })
const kinds = (from = receiver) => heard(from).map(({ kind }) => kind)

const alerts = () =>
  database.ownerQuery<{
    id: string
    state: string
    rule: string
    lasted: number
    severity: string
    resolvedHow: string
  }>(
    `SELECT *, extract(epoch FROM "resolvedAt" - "firstAt")::float8 AS lasted FROM "Alert" WHERE "rule" = 'database-unreachable' ORDER BY "id"`,
  )
const isSettled = async () => (await alerts()).some(({ state }) => state === 'RESOLVED')

/** What the deliverers and the rules do once the database is back. */
async function daybookGoesOn(): Promise<void> {
  const evaluator = new Evaluator()
  await evaluator.work(true)
  await evaluator.leave()
  await getDeliverer().deliverDue()
}

describe('while the database is away', () => {
  it('is told once, through the channel itself, and once more per cooldown', async () => {
    await running()
    await proxy.cut()
    await until('a message', () => receiver.received.length > 0)
    await sleep(400)
    expect(kinds()).toEqual(['firing'])
    expect(heard()[0]?.sentence).toMatch(/database has not answered for \d+ s/)

    aheadMs = 9 * minuteMs
    await sleep(300)
    expect(kinds()).toEqual(['firing'])
    aheadMs = 10 * minuteMs + 5_000
    await until('a reminder', () => receiver.received.length > 1)
    await sleep(300)
    expect(kinds()).toEqual(['firing', 'repeat'])
    expect(heard()[1]?.sentence).toMatch(/for 10 min/)
  })

  it('is told when the network swallows everything instead of refusing', async () => {
    await running()
    proxy.freeze()
    await until('a message', () => receiver.received.length > 0)
    expect(kinds()).toEqual(['firing'])
  })

  it('is not told of a blip', async () => {
    // A limit that no machine is slow enough to reach: the same three looks are told of without one.
    for (const [awayAfterMs, messages] of [
      [60_000, []],
      [0, ['firing']],
    ] as const) {
      const path = newPath({ limits: { ...limits, awayAfterMs } })
      await path.step()
      await proxy.cut()
      for (let looks = 0; looks < 3; looks += 1) await path.step()
      expect(kinds()).toEqual(messages)
      await proxy.restore()
      const answers = () => getPool().query('SELECT 1')
      await until('the line', () => answers().then(Boolean, () => false))
      for (let looks = 0; looks < 3; looks += 1) await path.step()
      expect(kinds()).toEqual(messages)
      expect(await alerts()).toHaveLength(messages.length)
    }
  })

  it('is told by a process that starts then, from the copy on the disk, and the cooldown outlives the restart', async () => {
    await newPath().step()
    await proxy.cut()
    const first = newPath()
    first.start()
    await until('a message', () => receiver.received.length > 0)
    await first.stop()

    newPath().start()
    await sleep(800)
    expect(kinds()).toEqual(['firing'])
    aheadMs = 11 * minuteMs
    await until('a reminder', () => receiver.received.length > 1)
    expect(kinds()).toEqual(['firing', 'repeat'])
    expect(new Set(heard().map(({ alertId }) => alertId)).size).toBe(1)
  })

  it('is told once by two processes that share a folder', async () => {
    await running()
    await running()
    await proxy.cut()
    await until('a message', () => receiver.received.length > 0)
    await sleep(800)
    expect(kinds()).toEqual(['firing'])
  })

  it('is tried again where it failed, given up where it was refused, and not held up by either', async () => {
    const [flaky, gone] = [await openReceiver(), await openReceiver()]
    await addChannel(flaky)
    await addChannel(gone)
    flaky.behave({ kind: 'status', status: 500 }, 2)
    gone.behave({ kind: 'status', status: 410 })
    await running()
    await proxy.cut()
    await until('the third try', () => flaky.received.length === 3)
    await sleep(400)
    expect(new Set(heard(flaky).map(({ id }) => id)).size).toBe(1)
    expect([receiver.received.length, flaky.received.length, gone.received.length]).toEqual([1, 3, 1])

    await proxy.restore()
    await until('the rows', isSettled)
    await daybookGoesOn()
    const rows = await database.ownerQuery<{ status: string; attempts: number }>(
      `SELECT "status", "attempts" FROM "Delivery" WHERE "kind" = 'firing' AND "message" ->> 'rule' = 'database-unreachable' ORDER BY "attempts", "status"`,
    )
    expect(rows).toEqual([
      { status: 'DEAD', attempts: 1 },
      { status: 'SENT', attempts: 1 },
      { status: 'SENT', attempts: 3 },
    ])
    // Whoever never heard that it began does not hear that it is over.
    expect([kinds().at(-1), kinds(flaky).at(-1), kinds(gone)]).toEqual(['resolved', 'resolved', ['firing']])
    await flaky.close()
    await gone.close()
  })

  it('mutes nothing that comes later when the clock of the process is ahead', async () => {
    aheadMs = 180 * minuteMs
    await running()
    await proxy.cut()
    await until('the message', () => receiver.received.length === 1)
    await proxy.restore()
    await until('the rows', isSettled)
    const late = await database.ownerQuery(`SELECT FROM "AlertNotice" WHERE "lastFiringAt" > now() + interval '1 min'`)
    expect(late).toEqual([])
  })

  it('repeats a message at most once, marked and under its id, when the process ended while it sent', async () => {
    const never = new Promise<never>(() => {})
    const dying = newPath({ sendAs: () => never, limits: { ...limits, sendWithinMs: 2_000 } })
    await dying.step()
    await proxy.cut()
    await dying.step()
    await sleep(limits.awayAfterMs + 50)
    // Hangs in the middle of sending, as the killed process would: what it had written is what is left.
    void dying.step()
    await until('the message under way', () => outage()?.deliveries[0]?.status === 'SENDING')
    const left = mkdtempSync(join(tmpdir(), 'daybook-direct-'))
    for (const name of ['channels.sealed', 'direct.sealed']) cpSync(join(folder, name), join(left, name))

    newPath({ folder: left }).start()
    await until('the repeat', () => receiver.received.length > 0)
    await sleep(400)
    expect(heard().map(({ isMaybeRepeated }) => isMaybeRepeated)).toEqual([true])
    await proxy.restore()
    await until('the rows', isSettled)
    await daybookGoesOn()
    expect(kinds()).toEqual(['firing', 'resolved'])
    rmSync(left, { recursive: true, force: true })
  })

  it('says nothing while the process drains', async () => {
    const path = newPath()
    await path.step()
    isQuiet = true
    await proxy.cut()
    await look(path, limits.awayAfterMs)
    expect(receiver.received).toEqual([])
    // It would have been told: the next look that is not quiet does so.
    isQuiet = false
    await path.step()
    expect(kinds()).toEqual(['firing'])
  })

  it.each([
    ['a silence', () => silenceAll()],
    ['its rule being switched off', () => updateRule(ctx, 'database-unreachable', { isEnabled: false })],
  ])('is kept from being told by %s', async (_what, hold) => {
    await hold()
    await running()
    await proxy.cut()
    await until('the outage in the file', isKnown)
    await sleep(300)
    expect(receiver.received).toEqual([])
    await proxy.restore()
    await until('the rows', isSettled)
    await daybookGoesOn()
    expect(kinds()).toEqual([])
  })

  it('leaves nothing readable on the disk', async () => {
    await running()
    await proxy.cut()
    await until('a message', () => receiver.received.length > 0)
    const files = readdirSync(folder).filter((name) => name.endsWith('.sealed'))
    expect(files.sort()).toEqual(['channels.sealed', 'direct.sealed'])
    for (const name of files) {
      const content = readFileSync(join(folder, name), 'utf8')
      for (const word of [canary, receiver.url, 'whsec_', 'database', 'webhook', String(receiver.port)])
        expect(content).not.toContain(word)
      expect(statSync(join(folder, name)).mode & 0o777).toBe(0o600)
    }
    expect(statSync(folder).mode & 0o777).toBe(0o700)
  })
})

const silenceAll = () =>
  createSilence(ctx, { reason: 'moving the database', endsAt: new Date(Date.now() + 60 * minuteMs).toISOString() })

describe('when the database is back', () => {
  it('has told everybody that it is over, exactly once, and has the whole story in its rows', async () => {
    await running()
    const cutAt = Date.now()
    await proxy.cut()
    await until('a message', () => receiver.received.length > 0)
    await sleep(600)
    await until('its outcome', () => outage()?.deliveries[0]?.status === 'SENT')
    const restoredAt = Date.now()
    await proxy.restore()
    await until('the rows', isSettled)
    const awaySeconds = (Date.now() - cutAt) / 1_000
    await daybookGoesOn()
    await sleep(300)
    await daybookGoesOn()

    expect(kinds()).toEqual(['firing', 'resolved'])
    const [firing, resolved] = heard()
    expect(resolved?.sentence).toMatch(/database did not answer for \d+ s: nothing could be saved/)
    expect(firing?.links.runbook).toBe(resolved?.links.runbook)
    const [alert, ...others] = await alerts()
    expect(others).toEqual([])
    expect(alert).toMatchObject({
      rule: 'database-unreachable',
      state: 'RESOLVED',
      severity: 'critical',
      resolvedHow: 'recovered',
    })
    expect([firing?.alertId, resolved?.alertId]).toEqual([alert?.id, alert?.id])
    expect(alert?.lasted).toBeGreaterThan(0.9)
    // The look that failed first may have been under way when the line was cut.
    expect(alert?.lasted).toBeLessThan(awaySeconds + limits.answerWithinMs / 1_000)
    expect(resolved?.durationMs).toBe(Math.round((alert?.lasted ?? 0) * 1_000))

    const deliveries = await database.ownerQuery<{ kind: string; status: string; tries: number }>(
      `SELECT d."kind", d."status", count(a.*)::int AS tries FROM "Delivery" d LEFT JOIN "DeliveryAttempt" a ON a."deliveryId" = d."id"
       WHERE d."message" ->> 'rule' = 'database-unreachable' GROUP BY d."id" ORDER BY d."createdAt"`,
    )
    expect(deliveries).toEqual([
      { kind: 'firing', status: 'SENT', tries: 1 },
      { kind: 'resolved', status: 'SENT', tries: 1 },
    ])
    const [event] = await database.ownerQuery<{ id: string; metadata: Record<string, unknown> }>(
      `SELECT "id", "metadata" FROM "AuditLog" WHERE "action" = 'DATABASE_ERROR' AND "entityId" = $1`,
      [alert?.id],
    )
    expect(event?.metadata).toMatchObject({
      code: 'DB_UNREACHABLE',
      direct: true,
      awaySeconds: Math.round(alert?.lasted ?? 0),
    })
    const [notice] = await database.ownerQuery<{ sentAt: number; owesResolvedOf: string | null }>(
      `SELECT extract(epoch FROM "lastFiringAt") * 1000 AS "sentAt", "owesResolvedOf" FROM "AlertNotice" WHERE "rule" = 'database-unreachable'`,
    )
    expect(notice?.owesResolvedOf).toBeNull()
    expect(Number(notice?.sentAt)).toBeGreaterThan(cutAt)
    expect(Number(notice?.sentAt)).toBeLessThanOrEqual(restoredAt)
  })

  it('keeps to the cooldown when it goes away again, and owes nobody an end of what was not told', async () => {
    await running()
    for (const messages of [1, 2]) {
      await proxy.cut()
      await until('the outage in the file', isKnown)
      await until('the message of the first', () => receiver.received.length > 0)
      await proxy.restore()
      await until(
        'the rows',
        async () => (await alerts()).filter(({ state }) => state === 'RESOLVED').length === messages,
      )
      await daybookGoesOn()
    }
    expect(kinds()).toEqual(['firing', 'resolved'])
  })

  it('writes the rows in one piece: a process that ends in between leaves them to the next, once', async () => {
    await running()
    await proxy.cut()
    await until('a message', () => receiver.received.length > 0)
    await Promise.all(started.map((path) => path.stop()))
    const before = mkdtempSync(join(tmpdir(), 'daybook-direct-'))
    cpSync(folder, before, { recursive: true })
    await proxy.restore()
    newPath().start()
    await until('the rows', isSettled)
    // As if the first had ended after its commit and before its file knew of it.
    newPath({ folder: before }).start()
    await until('the second look', () => getPool().idleCount > 0)
    await sleep(500)
    await daybookGoesOn()
    expect(await alerts()).toHaveLength(1)
    expect(kinds()).toEqual(['firing', 'resolved'])
    rmSync(before, { recursive: true, force: true })
  })
})

it('takes the change of a channel into its copy', async () => {
  const path = await running()
  const second = await openReceiver()
  await addChannel(second)
  path.forgetCopy()
  await withTx(ctx, (tx) =>
    tx.alertChannel.updateMany({ where: { name: `to ${receiver.port}` }, data: { isEnabled: false } }),
  )
  await until('the copy', () => copiedNames().join() === `to ${second.port}`)
  await proxy.cut()
  await until('a message', () => second.received.length > 0)
  expect([kinds(), kinds(second)]).toEqual([[], ['firing']])
  await second.close()
})
