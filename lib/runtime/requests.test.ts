import { createServer, type IncomingHttpHeaders, request } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { setEnv } from '../env'
import { logger } from '../logger'
import { traceOfHeaders } from '../trace'
import { startRuntime } from './start'

const server = createServer((incoming, response) => response.end(JSON.stringify(incoming.headers)))

beforeAll(async () => {
  setEnv({ LOG_LEVEL: 'error' })
  startRuntime()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
})
afterAll(() => server.close())

/** What the handler saw and what the client got. */
function ask(
  headers: Record<string, string>,
  path = '/',
): Promise<{ seen: IncomingHttpHeaders; got: IncomingHttpHeaders }> {
  const { port } = server.address() as AddressInfo
  return new Promise((resolve, reject) => {
    request({ port, host: '127.0.0.1', path, headers, agent: false }, (response) => {
      let body = ''
      response.on('data', (chunk) => {
        body += String(chunk)
      })
      response.on('end', () => resolve({ seen: JSON.parse(body), got: response.headers }))
    })
      .on('error', reject)
      .end()
  })
}

test('well-formed ids of the caller are kept, shown to the handler and answered', async () => {
  const { seen, got } = await ask({ 'X-Request-Id': 'caller-id-1', 'X-Correlation-ID': 'chain.0001' })
  expect(seen).toMatchObject({ 'x-request-id': 'caller-id-1', 'x-correlation-id': 'chain.0001' })
  expect(got).toMatchObject({ 'x-request-id': 'caller-id-1', 'x-correlation-id': 'chain.0001' })
})

test('missing or malformed ids are made, the correlation id from the request id', async () => {
  const { got } = await ask({ 'X-Request-Id': 'bad id' })
  expect(got['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
  expect(got['x-correlation-id']).toBe(got['x-request-id'])
})

test('a trace that the caller began is passed on as it came, and its id is stamped; a broken one counts for nothing', async () => {
  const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
  const traceparent = `00-${traceId}-00f067aa0ba902b7-01`
  const { seen } = await ask({ traceparent, 'X-Daybook-Trace-Id': 'forged' })
  expect(seen).toMatchObject({ traceparent, 'x-daybook-trace-id': traceId })
  expect(traceOfHeaders(new Headers({ 'x-daybook-trace-id': traceId })).traceId).toBe(traceId)
  const broken = await ask({ traceparent: 'ff-broken' })
  expect(broken.seen['x-daybook-trace-id']).toMatch(/^(?!4bf92f)[\da-f]{32}$/)
})

test('without a trusted proxy nothing a client says about its address, host or our own headers arrives', async () => {
  setEnv({ TRUSTED_PROXY_HOPS: '0' })
  const forged = {
    'X-Forwarded-For': '6.6.6.6',
    'X-Forwarded-Host': 'evil.example',
    'X-Real-IP': '6.6.6.6',
    Forwarded: 'for=6.6.6.6',
  }
  const { seen } = await ask({ ...forged, 'X-Daybook-Client-IP': '6.6.6.6', 'X-Daybook-Actor': 'founder' })
  expect(seen).toMatchObject({ 'x-forwarded-for': '127.0.0.1', 'x-daybook-client-ip': '127.0.0.1' })
  for (const name of ['x-forwarded-host', 'x-real-ip', 'forwarded', 'x-daybook-actor'])
    expect(seen).not.toHaveProperty(name)
})

test('with one trusted proxy the address it appended counts, and only that one is passed on', async () => {
  setEnv({ TRUSTED_PROXY_HOPS: '1' })
  const { seen } = await ask({ 'X-Forwarded-For': '6.6.6.6, 203.0.113.7', 'X-Forwarded-Proto': 'https' })
  expect(seen).toMatchObject({
    'x-forwarded-for': '203.0.113.7',
    'x-daybook-client-ip': '203.0.113.7',
    'x-forwarded-proto': 'https',
  })
})

test.each([
  'dbk_in_canaryKey0123456789',
  '%64bk_in_canaryKey0123456789',
  '%64%62%6B%5fin_canary%4Bey0123456789',
  '%2564bk_in_canaryKey0123456789',
  '%ff%64bk_in_canaryKey0123456789',
])('a key in the path is not in the log: %s', async (key) => {
  const info = vi.spyOn(logger, 'info')
  await ask({}, `/api/alerts/inbound/${key}`)
  await expect.poll(() => info.mock.calls.length).toBe(1)
  const line = JSON.stringify(info.mock.calls)
  info.mockRestore()
  expect(line).toContain('/api/alerts/inbound/')
  expect(line).toContain('[redacted]')
  expect(decodeURIComponent(line.replaceAll('%ff', ''))).not.toMatch(/canary/)
})

test('a path without a key is logged as it came', async () => {
  const info = vi.spyOn(logger, 'info')
  await ask({}, '/dashboard/%C3%A4?x=1')
  await expect.poll(() => info.mock.calls.length).toBe(1)
  expect(info.mock.calls[0]?.[0]).toBe('GET /dashboard/%C3%A4')
  info.mockRestore()
})
