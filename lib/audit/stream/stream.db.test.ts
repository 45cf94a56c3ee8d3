import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { GET } from '../../../app/api/audit-logs/stream/route'
import { systemContext } from '../../context'
import { getPool } from '../../db'
import { setEnv } from '../../env'
import { useDatabase } from '../../testing/database'
import { newMember } from '../../testing/session'
import { openTcpProxy, type TcpProxy } from '../../testing/tcp-proxy'
import { AuditAction, getEvent, logSuccess, logWarning } from '..'
import { treeSize } from '../ledger/seal'
import { untilSealed } from '../ledger/sealer'
import { eraseSubject } from '../retention/erase/erase-subject'
import { Feed, getFeed } from './feed'
import { matcherOf } from './matches'
import { openStream, streamTimes } from './open-stream'

const db = useDatabase()
let proxy: TcpProxy
beforeAll(async () => {
  proxy = await openTcpProxy(db.appUrl())
  setEnv({ DATABASE_URL: proxy.url })
})
afterAll(() => proxy.close())

type Frame = { id?: string; event?: string; data?: string; retry?: string; comments: string[] }

/** Reads a stream as a browser does, in the background. */
class Client {
  readonly frames: Frame[] = []
  outcome: 'open' | 'ended' | 'broken' = 'open'
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>

  constructor(body: ReadableStream<Uint8Array> | null) {
    if (!body) throw new Error('There is no stream')
    this.#reader = body.getReader()
    void this.#run()
  }

  get events(): { id: string; seq: number; description: string }[] {
    return this.frames.filter(({ event }) => event === 'audit').map(({ data }) => JSON.parse(data ?? ''))
  }

  get lastId(): number {
    return Number(this.frames.findLast(({ id }) => id !== undefined)?.id)
  }

  close = () => this.#reader.cancel()

  async #run(): Promise<void> {
    let text = ''
    try {
      for (let part = await this.#reader.read(); !part.done; part = await this.#reader.read()) {
        text += new TextDecoder().decode(part.value)
        const whole = text.split('\n\n')
        text = whole.pop() ?? ''
        this.frames.push(...whole.map(parseFrame))
      }
      this.outcome = 'ended'
    } catch {
      this.outcome = 'broken'
    }
  }
}

function parseFrame(text: string): Frame {
  const frame: Frame = { comments: [] }
  for (const line of text.split('\n')) {
    const [, name = '', value = ''] = /^([a-z]*): ?(.*)$/.exec(line) ?? []
    if (name === '') frame.comments.push(value)
    else Object.assign(frame, { [name]: value })
  }
  return frame
}

const quick = { heartbeatMs: 60_000, recheckMs: 100, stalledMs: 30_000 }
/** Nobody can listen there. */
const deafUrl = 'postgresql://nobody@127.0.0.1:1/none'
const open: Client[] = []
afterEach(async () => {
  setEnv({ DATABASE_DIRECT_URL: '' })
  for (const client of open.splice(0)) await client.close()
})

type Options = Partial<Parameters<typeof openStream>[0]>
function follow(options: Options = {}, times = quick, feed = new Feed(200)): Client {
  const gone = new AbortController().signal
  const client = new Client(
    openStream({ matches: () => true, isAllowed: async () => true, gone, ...options }, times, feed),
  )
  open.push(client)
  return client
}

async function until(what: string, isTrue: () => boolean | Promise<boolean>, limitMs = 10_000): Promise<number> {
  const started = performance.now()
  while (!(await isTrue())) {
    if (performance.now() - started > limitMs) throw new Error(`Not within ${limitMs} ms: ${what}`)
    await sleep(20)
  }
  return performance.now() - started
}

const connected = (client: Client) => until('connected', () => Number.isInteger(client.lastId))
const log = async (description: string) => {
  const { id } = await logSuccess(AuditAction.LEAD_CREATED, description)
  await untilSealed()
  return id
}
const listeners = async () => {
  const rows = await db.ownerQuery(
    `SELECT FROM pg_stat_activity WHERE datname = current_database() AND application_name = 'daybook-listen'`,
  )
  return rows.length
}

describe('a stream', () => {
  it('tells of new events as the API shows them, with their place as id', async () => {
    await log('before')
    const client = follow()
    await connected(client)
    expect(client.frames[0]).toMatchObject({ retry: '3000' })
    const id = await log('after')
    await until('told', () => client.events.length > 0)
    expect(client.events).toEqual([await getEvent(id)])
    expect(client.lastId).toBe(client.events[0]?.seq)
  })

  it('is told at once, without waiting for the next look', async () => {
    const client = follow({}, quick, new Feed(60_000))
    await connected(client)
    await until('listening', async () => (await listeners()) === 1)
    await log('notified')
    expect(await until('told', () => client.events.length > 0)).toBeLessThan(5_000)
  })

  it('goes on after the last event that the client knows, and leaves none out', async () => {
    const first = await log('known')
    const { seq } = await getEvent(first)
    for (let i = 0; i < 5; i += 1) await log(`missed ${i}`)
    const client = follow({ lastSeq: Number(seq) })
    await log('new')
    const expected = [...Array.from({ length: 5 }, (_, i) => `missed ${i}`), 'new']
    await until('caught up', () => client.events.length >= 6)
    expect(client.events.map(({ description }) => description)).toEqual(expected)
  })

  it('tells of an event that was committed late, after events with later ids', async () => {
    const writer = await getPool().connect()
    try {
      await writer.query('BEGIN')
      await writer.query(`INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType")
        VALUES (daybook_uuidv7(), now(), 'LOGIN', 'INFO', 'late', 'system')`)
      const client = follow()
      await connected(client)
      await log('in time')
      await until('the first', () => client.events.length === 1)
      await writer.query('COMMIT')
      await untilSealed()
      await until('both', () => client.events.length === 2)
      expect(client.events.map(({ description }) => description)).toEqual(['in time', 'late'])
    } finally {
      writer.release()
    }
  })

  it('tells only of what matches, and keeps its place among the rest', async () => {
    const client = follow({ matches: matcherOf({ severity: ['WARNING'] }) }, { ...quick, heartbeatMs: 100 })
    await connected(client)
    await logWarning(AuditAction.LEAD_DELETED, 'matching')
    for (let i = 0; i < 3; i += 1) await log('another')
    await until('told', () => client.events.length > 0)
    const size = await treeSize(getPool())
    await until('its place', () => client.lastId === size - 1)
    expect(client.events.map(({ description }) => description)).toEqual(['matching'])
  })

  it('says something every heartbeat', async () => {
    const client = follow({}, { ...quick, heartbeatMs: 50 })
    await until('heartbeats', () => client.frames.filter(({ comments }) => comments.includes('heartbeat')).length >= 3)
  })

  it.each([
    ['more than a thousand events behind', 'behind'],
    ['of a database that knew more', 'ahead'],
  ])('makes a client start anew that is %s', async (_, where) => {
    await db.ownerQuery(
      `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType")
       SELECT daybook_uuidv7(), now(), 'LOGIN', 'INFO', 'many', 'system' FROM generate_series(1, 1001)`,
    )
    await untilSealed()
    const size = await treeSize(getPool())
    const client = follow({ lastSeq: where === 'ahead' ? size + 5 : size - 1_002 })
    await until('reset', () => client.frames.some(({ event }) => event === 'reset'))
    expect(client.frames.find(({ event }) => event === 'reset')).toMatchObject({
      id: String(size - 1),
      data: JSON.stringify({ lastSeq: size - 1 }),
    })
    await log('from now')
    await until('told', () => client.events.length > 0)
    expect(client.events.map(({ description }) => description)).toEqual(['from now'])
    const exactly = follow({ lastSeq: size - 1_000 })
    await until('a thousand', () => exactly.events.length === 1_000)
  })

  it('waits for what another process has told of already', async () => {
    setEnv({ DATABASE_DIRECT_URL: deafUrl })
    const feed = new Feed(4_000)
    const quiet = follow({}, quick, feed)
    await connected(quiet)
    await log('told elsewhere')
    const size = await treeSize(getPool())
    const client = follow({ lastSeq: size - 1 }, quick, feed)
    await sleep(400)
    expect(quiet.events).toEqual([])
    await until('this process knows', () => quiet.events.length === 1)
    await sleep(300)
    expect([client.lastId, client.frames.filter(({ event }) => event === 'reset')]).toEqual([size - 1, []])
  })

  it('breaks for a client that takes nothing', async () => {
    const feed = new Feed(200)
    const gone = new AbortController().signal
    const body = openStream(
      { matches: () => true, isAllowed: async () => true, gone },
      { ...quick, heartbeatMs: 20, stalledMs: 100 },
      feed,
    )
    const reader = body.getReader()
    await reader.read()
    await until('given up', () => feed.followers === 0)
    await expect(reader.read()).rejects.toThrow()
  })
})

describe('the feed of a process', () => {
  it('has one connection that listens for all who follow, and none when they are gone', async () => {
    await until('none', async () => (await listeners()) === 0)
    const feed = new Feed(200)
    const clients = Array.from({ length: 5 }, () => follow({}, quick, feed))
    for (const client of clients) await connected(client)
    await until('one', async () => (await listeners()) === 1)
    await log('for all')
    await until('all told', () => clients.every(({ events }) => events.length === 1))
    expect([await listeners(), feed.followers]).toEqual([1, 5])
    for (const client of clients) await client.close()
    expect(feed.followers).toBe(0)
    await until('none again', async () => (await listeners()) === 0)
  })

  it('listens again when its connection was lost, and missed nothing meanwhile', async () => {
    const client = follow({}, quick, new Feed(60_000))
    await connected(client)
    await until('listening', async () => (await listeners()) === 1)
    await db.ownerQuery(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'daybook-listen'`,
    )
    await until('not listening', async () => (await listeners()) === 0)
    await log('meanwhile')
    await until('told', () => client.events.length === 1)
    expect(await listeners()).toBe(1)
  })

  it('finds by itself what no notification told', async () => {
    setEnv({ DATABASE_DIRECT_URL: deafUrl })
    const deaf = follow({}, quick, new Feed(100))
    await connected(deaf)
    await log('unheard')
    await until('found', () => deaf.events.length === 1)
  })

  it.each([
    ['by a notification', '', 60_000],
    ['by itself', deafUrl, 100],
  ])('forgets what was erased, told %s', async (_, DATABASE_DIRECT_URL, pollMs) => {
    setEnv({ DATABASE_DIRECT_URL })
    const feed = new Feed(pollMs)
    const follower = follow({}, quick, feed)
    await connected(follower)
    if (DATABASE_DIRECT_URL === '') await until('listening', async () => (await listeners()) === 1)
    const { seq } = await getEvent(await log('Ada Byron wrote'))
    await until('told', () => follower.events.length === 1)
    await eraseSubject(systemContext('test'), { words: ['Ada Byron'], reason: 'asked' })
    await untilSealed()
    await until('the erasure', () => follower.events.length === 2)
    const { tail, leave } = feed.join()
    const { events } = await tail.read(Number(seq))
    leave()
    expect(events[0]).toMatchObject({ seq, event: { description: '' } })
  })

  it('takes a hundred and refuses more, until one leaves', async () => {
    const feed = new Feed(60_000)
    const clients = Array.from({ length: 100 }, () => follow({}, { ...quick, recheckMs: 5_000 }, feed))
    expect(() => follow({}, quick, feed)).toThrow(/No more streams/)
    await clients[0]?.close()
    follow({}, quick, feed)
    expect(feed.followers).toBe(100)
  })

  it('ends all streams when the process shuts down, and opens no more', async () => {
    const feed = new Feed(200)
    const client = follow({}, quick, feed)
    await connected(client)
    feed.close()
    await until('ended', () => client.outcome === 'ended')
    expect(feed.followers).toBe(0)
    expect(() => follow({}, quick, feed)).toThrow(/No more streams/)
  })

  it('outlives the database: streams stay open and catch up', async () => {
    const client = follow({}, { ...quick, heartbeatMs: 100 }, new Feed(200))
    await connected(client)
    await proxy.cut()
    await sleep(500)
    expect(client.outcome).toBe('open')
    const frames = client.frames.length
    await until('still alive', () => client.frames.length > frames)
    await proxy.restore()
    await log('afterwards')
    await until('caught up', () => client.events.length === 1)
  })
})

describe('who may follow', () => {
  const call = (cookie: string, headers: Record<string, string> = {}, query = '') =>
    GET(new Request(`http://localhost:3000/api/audit-logs/stream${query}`, { headers: { cookie, ...headers } }), {
      params: Promise.resolve({}),
    })

  it('loses the stream within 10 s of being signed out, expired, disabled or made an admin', async () => {
    const changes = [
      `UPDATE "Session" SET "revokedAt" = now() WHERE "userId" = $1`,
      `UPDATE "Session" SET "expiresAt" = now() WHERE "userId" = $1`,
      `UPDATE "User" SET "disabledAt" = now() WHERE "id" = $1`,
      `UPDATE "User" SET "role" = 'ADMIN' WHERE "id" = $1`,
    ]
    const founders = await Promise.all(changes.map(() => newMember('FOUNDER')))
    const clients = await Promise.all(founders.map(async ({ cookie }) => new Client((await call(cookie)).body)))
    for (const client of clients) await connected(client)
    await sleep(streamTimes.recheckMs + 500)
    expect(clients.map(({ outcome }) => outcome)).toEqual(['open', 'open', 'open', 'open'])
    for (const [i, change] of changes.entries()) await db.ownerQuery(change, [founders[i]?.id])
    await until('ended', () => clients.every(({ outcome }) => outcome === 'ended'), 10_000)
    expect(getFeed().followers).toBe(0)
  }, 30_000)

  it('is told nothing while nobody can say whether they still may', async () => {
    let answer: () => Promise<boolean> = async () => true
    const client = follow({ isAllowed: () => answer() })
    await connected(client)
    let refusals = 0
    answer = () => {
      refusals += 1
      return Promise.reject(new Error('no answer'))
    }
    await until('nobody can say', () => refusals >= 2)
    await log('withheld')
    await sleep(500)
    expect([client.outcome, client.events]).toEqual(['open', []])
    answer = async () => true
    await until('told', () => client.events.some(({ description }) => description === 'withheld'))
  })

  it('gets the headers that keep proxies from holding events back', async () => {
    const founder = await newMember('FOUNDER')
    const response = await call(founder.cookie)
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    })
    await response.body?.cancel()
    expect(getFeed().followers).toBe(0)
  })

  it('goes on by header, which a browser keeps up to date, rather than by query', async () => {
    const founder = await newMember('FOUNDER')
    await log('one')
    await log('two')
    const size = await treeSize(getPool())
    const resumed = async (headers: Record<string, string>, query: string) => {
      const client = new Client((await call(founder.cookie, headers, query)).body)
      open.push(client)
      await until('told', () => client.events.length > 0 || client.frames.some(({ event }) => event === 'reset'))
      return client
    }
    const byQuery = await resumed({}, `?lastEventId=${size - 3}`)
    expect(byQuery.events.map(({ description }) => description)).toEqual(['one', 'two'])
    const byHeader = await resumed({ 'last-event-id': String(size - 2) }, `?lastEventId=${size - 3}`)
    expect(byHeader.events.map(({ description }) => description)).toEqual(['two'])
    const unknown = await resumed({ 'last-event-id': 'abc' }, '')
    expect(unknown.events).toEqual([])
  })

  it('opens nothing for HEAD', async () => {
    const founder = await newMember('FOUNDER')
    const request = new Request('http://localhost:3000/api/audit-logs/stream', {
      method: 'HEAD',
      headers: { cookie: founder.cookie },
    })
    const response = await GET(request, { params: Promise.resolve({}) })
    expect([response.status, response.body, getFeed().followers]).toEqual([200, null, 0])
  })
})
