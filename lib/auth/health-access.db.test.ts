import { setTimeout as sleep } from 'node:timers/promises'
import { encode } from 'next-auth/jwt'
import { afterAll, beforeAll, expect, test } from 'vitest'
import * as systemHealth from '../../app/api/system/health/route'
import { type Role, systemContext } from '../context'
import { setEnv } from '../env'
import { SystemHealth } from '../health'
import { createUser, signIn } from '../members'
import { useDatabase } from '../testing/database'
import { openTcpProxy, type TcpProxy } from '../testing/tcp-proxy'
import { authSecret, sessionCookieName } from './cookie'

const database = useDatabase()
let proxy: TcpProxy
beforeAll(async () => {
  proxy = await openTcpProxy(database.appUrl())
  setEnv({ DATABASE_URL: proxy.url, HEALTH_PUBLIC_DETAIL: 'minimal' })
})
afterAll(() => proxy.close())

async function cookieOf(role: Role): Promise<string> {
  const input = { email: `${role.toLowerCase()}@example.org`, name: role, role, password: 'correct horse battery' }
  await createUser(systemContext('test'), input)
  const outcome = await signIn(systemContext('test', { actor: { type: 'anonymous' }, ipAddress: '10.0.0.1' }), input)
  if (outcome.kind !== 'signedIn') throw new Error(`expected a session, got ${outcome.kind}`)
  const token = await encode({ token: { sid: outcome.sessionId }, secret: authSecret() })
  return `${sessionCookieName()}=${token}`
}

async function ask(cookie: string) {
  const request = new Request('http://localhost/api/system/health', { headers: { cookie } })
  const response = await systemHealth.GET(request, { params: Promise.resolve({}) })
  return { status: response.status, body: SystemHealth.parse(await response.json()) }
}

test('the session of a founder sees the counts, that of staff does not', async () => {
  expect((await ask(await cookieOf('STAFF'))).body.checks.systemMetrics).toEqual({ status: 'healthy' })
  expect((await ask(await cookieOf('FOUNDER'))).body.checks.systemMetrics).toMatchObject({ students: 0, leads: 0 })
})

test('while the database hangs or refuses, a signed-in caller is answered as a stranger in 3 s', async () => {
  const cookie = await cookieOf('ADMIN')
  for (const breakIt of [async () => proxy.freeze(), () => proxy.cut()]) {
    await sleep(3_050)
    await breakIt()
    const startedMs = performance.now()
    const { status, body } = await ask(cookie)
    expect([status, body.status]).toEqual([503, 'unhealthy'])
    expect(performance.now() - startedMs).toBeLessThan(10_000)
  }
  await proxy.restore()
}, 60_000)
