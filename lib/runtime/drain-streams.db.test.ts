import { once } from 'node:events'
import { createServer, get, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Readable } from 'node:stream'
import { expect, test } from 'vitest'
import { getFeed } from '../audit/stream/feed'
import { openStream } from '../audit/stream/open-stream'
import { useDatabase } from '../testing/database'
import { drain } from './drain'

useDatabase()

test('open streams end when the process is told to stop, which does not wait for them', async () => {
  const server = createServer((_request, response) => {
    const gone = new AbortController()
    response.on('close', () => gone.abort())
    const body = openStream({ matches: () => true, isAllowed: async () => true, gone: gone.signal })
    Readable.fromWeb(body as never).pipe(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const [client] = (await once(get({ port, host: '127.0.0.1', agent: false }), 'response')) as [IncomingMessage]
  await once(client, 'data')
  client.resume()
  const ended = once(client, 'end')
  const startedMs = performance.now()
  await drain(server, 'SIGTERM', async () => {})
  expect(performance.now() - startedMs).toBeLessThan(9_000)
  await ended
  expect([client.complete, getFeed().followers]).toEqual([true, 0])
})
