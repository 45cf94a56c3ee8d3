import { once } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { setEnv } from '../env'
import { getRequestTotals } from '../metrics/request-totals'
import { getRequestWriter } from '../metrics/request-writer'
import { watchRequests } from './requests'

const counts = getRequestWriter().counts

/** Answers as Next does: what it found out about the route stands on the request. */
const server = createServer((request, response) => {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost')
  if (searchParams.has('hang')) return
  const template = searchParams.get('template')
  const meta = { match: { definition: { pathname: template } } }
  if (template) Object.assign(request, { [Symbol.for('NextInternalRequestMeta')]: meta })
  response.statusCode = Number(searchParams.get('status') ?? 200)
  const type = searchParams.get('type')
  if (type) response.setHeader('content-type', type)
  response.end('done')
})

beforeAll(async () => {
  setEnv({ LOG_LEVEL: 'error' })
  watchRequests()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
})
afterAll(() => server.close())
beforeEach(() => void counts.take())

async function ask(...paths: string[]): Promise<void> {
  const { port } = server.address() as AddressInfo
  for (const path of paths) {
    const [response] = (await once(get({ port, host: '127.0.0.1', path, agent: false }), 'response')) as [
      IncomingMessage,
    ]
    response.resume()
    await once(response, 'close')
  }
}

/** Route, requests, failures and durations of what was counted. */
const counted = () =>
  [...counts.take().values()].flatMap((minute) =>
    [...minute].flatMap(([route, byMethod]) =>
      [...byMethod].map(([method, { count, errors, buckets }]) => [
        `${method} ${route}`,
        count,
        errors,
        buckets.reduce((a, b) => a + b),
      ]),
    ),
  )

test('a request is counted under the template of its route, whatever stands in its address', async () => {
  const of = (id: string) => `/api/leads/${id}?template=${encodeURIComponent('/api/leads/[id]')}`
  await ask(of('1'), of('2'), `${of('secret@example.org')}&status=500`)
  expect(counted()).toEqual([['GET /api/leads/[id]', 3, 1, 3]])
})

test('an address that no route answers to never becomes a label', async () => {
  await ask('/wp-admin', '/.env', '/a/b/c?status=404')
  expect(counted()).toEqual([['GET other', 3, 0, 3]])
})

test('a stream is a request that took no time, and probes have their own names', async () => {
  await ask(
    '/api/audit-logs/stream?template=/api/audit-logs/stream&type=text/event-stream;charset=utf-8',
    '/ready?status=503',
  )
  expect(counted()).toEqual([
    ['GET /api/audit-logs/stream', 1, 0, 0],
    ['GET /ready', 1, 1, 1],
  ])
})

test('whom nobody answered is no success: a client that leaves before is counted with a status of its own', async () => {
  const { port } = server.address() as AddressInfo
  const asked = get({ port, host: '127.0.0.1', path: '/reports?hang', agent: false })
  asked.once('error', () => undefined)
  await once(server, 'request')
  asked.destroy()
  await vi.waitFor(() => expect(getRequestTotals().routes.get('other')?.get('GET')?.statuses.get(499)).toBe(1))
  expect(counted()).toEqual([['GET other', 1, 0, 1]])
})

test('files are not counted', async () => {
  await ask(
    '/_next/static/x.js',
    '/_next/image?url=x',
    '/icon.svg?template=/icon.svg',
    '/robots.txt',
    '/redoc.standalone.js',
  )
  expect(counted()).toEqual([])
})
