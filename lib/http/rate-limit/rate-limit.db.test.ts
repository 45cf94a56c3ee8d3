import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { z } from 'zod'
import * as authRoute from '../../../app/api/auth/[...nextauth]/route'
import * as pingRoute from '../../../app/api/ping/route'
import { getPool } from '../../db'
import { setEnv } from '../../env'
import { useDatabase } from '../../testing/database'
import { cookieOf, newMember, signedInAs } from '../../testing/session'
import { type DefinedHandler, defineRoute } from '../define-route'
import { operation } from '../operation'
import { RequestLimit } from '.'

const db = useDatabase()

const response = z.object({})
const handler = async () => ({})
const { GET: limited, POST: ingest } = defineRoute('/api/limited', {
  GET: operation({ summary: 'Anybody', access: 'public', response, handler }),
  POST: operation({ summary: 'Senders', access: 'public', rateLimit: 'ingest', response, handler }),
})
const { GET: guarded } = defineRoute('/api/guarded', {
  GET: operation({ summary: 'Signed in', access: 'signedIn', response, handler }),
})

let serial = 0
/** An address nobody has asked from yet. */
const newAddress = () => `198.51.100.${(serial += 1)}`

async function ask(handle: DefinedHandler, ip: string, headers: Record<string, string> = {}, init: RequestInit = {}) {
  const request = new Request('http://localhost/api/limited', {
    ...init,
    headers: { 'x-daybook-client-ip': ip, ...headers },
  })
  const answer = await handle(request, { params: Promise.resolve({}) })
  const text = await answer.text()
  return { status: answer.status, headers: answer.headers, json: text === '' ? undefined : JSON.parse(text) }
}

async function statuses(times: number, ...args: Parameters<typeof ask>): Promise<number[]> {
  const all: number[] = []
  for (let i = 0; i < times; i += 1) all.push((await ask(...args)).status)
  return all
}

/** Every number of requests below has a counter of its own, so that no test meets the counts of another. */
let quota = 20
beforeEach(() => {
  quota += 1
  setEnv({ RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_MAX_REQUESTS: String(quota), RATE_LIMIT_WINDOW_MS: '60000' })
})

describe('an address', () => {
  it('may ask as often as the limit says, and is refused from the next request on with all a client needs', async () => {
    const ip = newAddress()
    const first = await ask(limited, ip)
    expect(first.headers.get('ratelimit-policy')).toBe(`"default";q=${quota};w=60`)
    expect(first.headers.get('ratelimit')).toBe(`"default";r=${quota - 1};t=60`)
    expect(await statuses(quota - 2, limited, ip)).toEqual(Array(quota - 2).fill(200))
    const last = await ask(limited, ip)
    expect([last.status, last.headers.get('ratelimit')]).toEqual([200, expect.stringMatching(/^"default";r=0;t=\d+$/)])
    const refused = await ask(limited, ip, { 'x-request-id': 'refused-1' })
    expect([refused.status, refused.headers.get('content-type')]).toEqual([429, 'application/problem+json'])
    expect(refused.json).toMatchObject({ code: 'RATE_LIMITED', requestId: 'refused-1', status: 429, success: false })
    const seconds = refused.headers.get('retry-after')
    expect(refused.headers.get('ratelimit')).toBe(`"default";r=0;t=${seconds}`)
    expect(Number(seconds)).toBeGreaterThan(50)
    expect((await ask(limited, newAddress())).status).toBe(200)
  })

  it('that waits as long as it is told meets a whole new window, time after time', async () => {
    // So few that a busy machine has answered them long before the window ends.
    setEnv({ RATE_LIMIT_WINDOW_MS: '2000', RATE_LIMIT_MAX_REQUESTS: '3' })
    const ip = newAddress()
    for (let round = 0; round < 3; round += 1) {
      expect(await statuses(3, limited, ip)).toEqual([200, 200, 200])
      const refused = await ask(limited, ip)
      expect(refused.status).toBe(429)
      await sleep(Number(refused.headers.get('retry-after')) * 1_000)
    }
  })

  it('of IPv6 is its network: a client cannot step aside to another address of its own', async () => {
    const ip = (n: number) => `2001:db8:0:7::${n.toString(16)}`
    for (let n = 0; n < quota; n += 1) expect((await ask(limited, ip(n))).status).toBe(200)
    expect((await ask(limited, ip(9_999))).status).toBe(429)
    expect((await ask(limited, '2001:db8:0:7:1:2:3:4')).status).toBe(429)
    expect((await ask(limited, '2001:db8:0:8::1')).status).toBe(200)
  })

  it('is counted for methods and bodies that are wrong as well', async () => {
    const ip = newAddress()
    expect(await statuses(quota, limited, ip, {}, { method: 'DELETE' })).toEqual(Array(quota).fill(405))
    expect((await ask(limited, ip, {}, { method: 'DELETE' })).status).toBe(429)
    expect((await ask(limited, ip, {}, { method: 'OPTIONS' })).status).toBe(429)
  })
})

describe('a signed-in person', () => {
  it('is counted as one, from any address and in any browser, and apart from strangers there', async () => {
    const [mine, theirs] = [await newMember('STAFF'), await signedInAs('STAFF')]
    const ip = newAddress()
    expect(await statuses(quota, limited, ip)).not.toContain(429)
    // The whole quota is theirs although the address has none left.
    expect(await statuses(quota - 1, guarded, ip, { cookie: mine.cookie })).not.toContain(429)
    const otherBrowser = { cookie: `theme=dark; ${mine.cookie}` }
    expect((await ask(guarded, newAddress(), otherBrowser)).status).toBe(200)
    expect((await ask(guarded, newAddress(), otherBrowser)).status).toBe(429)
    expect((await ask(guarded, ip, { cookie: mine.cookie })).status).toBe(429)
    expect((await ask(guarded, ip, { cookie: theirs })).status).toBe(200)
  })

  it('above the limit costs the database nothing', async () => {
    const cookie = await signedInAs('STAFF')
    const ip = newAddress()
    await statuses(quota, guarded, ip, { cookie })
    let queries = 0
    const count = () => void (queries += 1)
    getPool().on('acquire', count)
    expect(new Set(await statuses(10, guarded, ip, { cookie }))).toEqual(new Set([429]))
    // Nor with something new beside the cookie each time.
    for (let n = 0; n < 5; n += 1) {
      expect((await ask(guarded, ip, { cookie: `n=${n}; ${cookie}` })).status).toBe(429)
      expect((await ask(guarded, ip, { cookie, authorization: `Basic ${n}` })).status).toBe(429)
    }
    getPool().off('acquire', count)
    expect(queries).toBe(0)
  })

  it('is no other one for a password that all of them give to the proxy in front', async () => {
    const [mine, theirs] = [await signedInAs('STAFF'), await signedInAs('ADMIN')]
    const [ip, authorization] = [newAddress(), 'Basic b2ZmaWNlOmdhdGU=']
    expect(await statuses(quota, guarded, ip, { cookie: mine, authorization })).not.toContain(429)
    expect((await ask(guarded, ip, { cookie: mine, authorization })).status).toBe(429)
    const answer = await ask(guarded, ip, { cookie: theirs, authorization })
    expect([answer.status, answer.headers.get('ratelimit')]).toEqual([200, expect.stringContaining(`r=${quota - 1};`)])
    // And whoever knows that password is still a stranger.
    expect(await statuses(quota, guarded, ip, { authorization })).toEqual(Array(quota).fill(401))
    expect((await ask(guarded, ip, { cookie: theirs, authorization })).status).toBe(200)
  })

  it('cannot be locked out by whoever knows their id, or holds a cookie of theirs that has ended', async () => {
    const { id, cookie, sessionId } = await newMember('STAFF')
    const ip = newAddress()
    expect((await ask(guarded, newAddress(), { cookie })).status).toBe(200)
    await db.ownerQuery('UPDATE "Session" SET "revokedAt" = now() WHERE "id" = $1', [sessionId])
    const forged = await cookieOf(id, sessionId, 'another secret of an attacker 32')
    const attempts = [{ cookie }, { cookie: forged }, { cookie: `user:${id}` }]
    for (const headers of attempts)
      for (const status of await statuses(quota, guarded, ip, headers)) expect([401, 429]).toContain(status)
    const mine = { cookie: await cookieOf(id, await newSession(id)) }
    const answer = await ask(guarded, ip, mine)
    // The one with which the cookie was found to have ended; and this one.
    expect([answer.status, answer.headers.get('ratelimit')]).toEqual([200, expect.stringContaining(`r=${quota - 3};`)])
  })
})

describe('an address that guesses keys', () => {
  it('is refused before another one is looked up', async () => {
    const ip = newAddress()
    for (let n = 0; n < quota; n += 1)
      expect((await ask(guarded, ip, { authorization: `Bearer dbk_guess${n}` })).status).toBe(401)
    const another = { authorization: 'Bearer dbk_another' }
    expect((await ask(guarded, ip, another)).status).toBe(429)
    const limitAt = (address: string) => new RequestLimit('default', { kind: 'key', text: 'dbk_another' }, address)
    await expect(limitAt(ip).beforeLookUp()).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    await expect(limitAt(newAddress()).beforeLookUp()).resolves.toBeUndefined()
  })
})

describe('a policy of its own', () => {
  it('holds senders to 30 % of the limit, beside what they may ask otherwise', async () => {
    setEnv({ RATE_LIMIT_MAX_REQUESTS: '1000' })
    const ip = newAddress()
    const first = await ask(ingest, ip, {}, { method: 'POST' })
    expect(first.headers.get('ratelimit-policy')).toBe('"ingest";q=300;w=60')
    expect(await statuses(299, ingest, ip, {}, { method: 'POST' })).not.toContain(429)
    expect((await ask(ingest, ip, {}, { method: 'POST' })).status).toBe(429)
    expect((await ask(limited, ip)).status).toBe(200)
  })

  it('holds sign-ins to 3 %, before any password is looked at', async () => {
    setEnv({ RATE_LIMIT_MAX_REQUESTS: '200' })
    const signIn = async (ip: string) => {
      const request = new Request('http://localhost/api/auth/callback/credentials', {
        method: 'POST',
        headers: { 'x-daybook-client-ip': ip, 'content-type': 'application/json' },
        body: '{}',
      })
      return authRoute.POST(request, { params: Promise.resolve({ nextauth: ['callback', 'credentials'] }) })
    }
    const ip = newAddress()
    for (let n = 0; n < 6; n += 1) expect((await signIn(ip)).status).toBe(415)
    const refused = await signIn(ip)
    expect(refused.headers.get('ratelimit-policy')).toBe('"sign-in";q=6;w=60')
    expect([refused.status, Number(refused.headers.get('retry-after')) > 50]).toEqual([429, true])
    expect((await signIn(newAddress())).status).toBe(415)
  })

  it('is not there for health paths', async () => {
    const ip = newAddress()
    expect(await statuses(quota * 2, pingRoute.GET, ip)).not.toContain(429)
    expect((await ask(pingRoute.GET, ip)).headers.has('ratelimit')).toBe(false)
  })
})

it('is switched off by RATE_LIMIT_ENABLED=false', async () => {
  setEnv({ RATE_LIMIT_ENABLED: 'false' })
  const ip = newAddress()
  expect(await statuses(quota * 2, limited, ip)).not.toContain(429)
  expect((await ask(limited, ip)).headers.has('ratelimit-policy')).toBe(false)
})

async function newSession(userId: string): Promise<string> {
  const [session] = await db.ownerQuery<{ id: string }>(
    `INSERT INTO "Session" ("id", "userId", "createdAt", "lastSeenAt", "expiresAt")
     VALUES (gen_random_uuid(), $1, now(), now(), now() + interval '1 day') RETURNING "id"`,
    [userId],
  )
  return session?.id ?? ''
}
