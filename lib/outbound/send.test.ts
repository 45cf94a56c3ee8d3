import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { runInContext, systemContext } from '../context'
import { openReceiver, type Receiver } from '../testing/receivers/receiver'
import { traceFrom } from '../trace'
import { OutboundError, type Resolver, send } from './index'

let receiver: Receiver
/** What a request must never reach. */
let trap: Receiver

beforeAll(async () => {
  receiver = await openReceiver()
  trap = await openReceiver()
})
afterAll(() => Promise.all([receiver.close(), trap.close()]))
beforeEach(() => {
  receiver.behave()
  receiver.received.length = 0
})

const secretPath = '/hooks/canary-path-secret?token=canary-query-secret'
const toReceiver = (more: object = {}) => ({
  url: `${receiver.url}${secretPath}`,
  allowPrivate: true,
  body: '{"a":1}',
  headers: { 'content-type': 'application/json' },
  ...more,
})

/** The error of a request that must fail; it never names more than the host. */
async function failureOf(request: Parameters<typeof send>[0]): Promise<OutboundError> {
  const error = await send(request).then(
    () => expect.unreachable('the request should have failed'),
    (thrown: unknown) => thrown,
  )
  expect(error).toBeInstanceOf(OutboundError)
  expect((error as OutboundError).message).not.toMatch(/canary/)
  return error as OutboundError
}

describe('a request', () => {
  it('carries the ids of the request it is made for, and continues its trace', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736'
    const trace = traceFrom(`00-${traceId}-00f067aa0ba902b7-01`, 'shop=1')
    const ctx = systemContext('test', { requestId: 'request-0001', correlationId: 'correlation-1', trace })
    await runInContext(ctx, () => send(toReceiver()))
    await send(toReceiver())
    expect(receiver.received[0]?.headers).toMatchObject({
      'x-request-id': 'request-0001',
      'x-correlation-id': 'correlation-1',
      traceparent: `00-${traceId}-${trace.spanId}-01`,
      tracestate: 'shop=1',
    })
    expect(receiver.received[1]?.headers).not.toHaveProperty('traceparent')
  })

  it('arrives as it is, under the name of the host, and its answer comes back', async () => {
    receiver.behave({ kind: 'status', status: 429, body: 'slow down', headers: { 'retry-after': '7' } })
    const answer = await send(toReceiver())
    expect(answer).toEqual({ status: 429, retryAfterMs: 7_000, bodyStart: 'slow down' })
    expect(receiver.received).toMatchObject([{ method: 'POST', path: secretPath, body: '{"a":1}' }])
    expect(receiver.received[0]?.headers).toMatchObject({ host: `127.0.0.1:${receiver.port}`, connection: 'close' })
  })

  it('goes to the checked address of a name, under that name', async () => {
    const resolver: Resolver = async () => [{ address: '127.0.0.1', family: 4 }]
    await send({ ...toReceiver(), url: `http://hooks.example.test:${receiver.port}/x`, resolver })
    expect(receiver.received[0]?.headers.host).toBe(`hooks.example.test:${receiver.port}`)
  })

  it('follows no redirect: a metadata address is never asked for', async () => {
    receiver.behave({ kind: 'redirect', to: `${trap.url}/latest/meta-data/canary` })
    const error = await failureOf(toReceiver())
    expect(error).toMatchObject({ isPermanent: true, status: 302 })
    expect(error.message).toMatch(/redirect to 127\.0\.0\.1:\d+, which Daybook does not follow/)
    expect(trap.connections()).toBe(0)
  })

  it('reads no more than 64 kB of the answer, then cuts the line', async () => {
    receiver.behave({ kind: 'flood', bytes: 1024 ** 3 })
    const answer = await send(toReceiver())
    expect(answer.status).toBe(200)
    expect(answer.bodyStart).toHaveLength(64 * 1024)
    // What the kernel buffers is sent, too; the gigabyte is not.
    expect(receiver.bytesSent()).toBeLessThan(16 * 1024 ** 2)
  })

  it.each([[{ kind: 'hang' }], [{ kind: 'drip-head', everyMs: 20 }]] as const)(
    'ends at its time limit when the receiver does this: %o',
    async (mood) => {
      receiver.behave(mood)
      const error = await failureOf(toReceiver({ timeoutMs: 300 }))
      expect(error.message).toBe('127.0.0.1 did not answer within 0.3 s.')
      expect(error.isPermanent).toBe(false)
    },
  )

  it('takes the status line for the answer when the body drips on: sending again would tell it twice', async () => {
    receiver.behave({ kind: 'drip', everyMs: 20 })
    // It drips for ever: that there is an answer shows that the time limit ended it.
    const answer = await send(toReceiver({ timeoutMs: 1_000 }))
    expect(answer.status).toBe(200)
  })

  it('does not wait longer for a name than its time limit', async () => {
    const resolver: Resolver = () => new Promise(() => {})
    const error = await failureOf({ url: 'https://never.example.test/canary', resolver, timeoutMs: 200 })
    expect(error.message).toBe('never.example.test did not answer within 0.2 s.')
  })

  it('ends when the caller wants no more', async () => {
    receiver.behave({ kind: 'hang' })
    const error = await failureOf(toReceiver({ signal: AbortSignal.timeout(100) }))
    expect(error.message).toBe('Sending to 127.0.0.1 was broken off.')
  })

  it('says what went wrong, without the address’ path', async () => {
    receiver.behave({ kind: 'reset' })
    expect((await failureOf(toReceiver())).message).toBe('127.0.0.1 broke the connection off.')
    await receiver.refuse()
    expect((await failureOf(toReceiver())).message).toBe('127.0.0.1 refused the connection.')
    await receiver.reopen()
    const resolver: Resolver = () => Promise.reject(new Error('ENOTFOUND'))
    const lost = await failureOf({ url: 'https://gone.example.test/canary', resolver })
    expect(lost).toMatchObject({ message: 'gone.example.test could not be found (DNS).', isPermanent: false })
    const tls = await failureOf(toReceiver({ url: `https://127.0.0.1:${receiver.port}/canary` }))
    expect(tls.message).toMatch(/certificate or encryption of 127\.0\.0\.1 is not right/)
  })

  it('uses no proxy of the environment', async () => {
    const file = JSON.stringify(join(import.meta.dirname, 'send.ts'))
    const program = `const { send } = await import(${file}); process.stdout.write(String((await send({ url: '${receiver.url}/direct', allowPrivate: true })).status))`
    const env = {
      NODE_ENV: 'test' as const,
      NODE_USE_ENV_PROXY: '1',
      HTTP_PROXY: trap.url,
      http_proxy: trap.url,
      NO_PROXY: '',
    }
    const args = ['--import', join(import.meta.dirname, '../../bin/resolve.ts'), '--input-type=module', '-e', program]
    const { stdout } = await promisify(execFile)(process.execPath, args, { env })
    expect(stdout.trim()).toBe('200')
    expect(receiver.received.at(-1)?.path).toBe('/direct')
    expect(trap.connections()).toBe(0)
  })
})
