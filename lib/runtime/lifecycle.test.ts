import { once } from 'node:events'
import { createServer, get, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from 'vitest'
import { beginDraining, closeWhenDraining, isDraining } from './lifecycle'

test('answers that begin after shutdown has begun ask the client to close, also those of requests from before', async () => {
  const waiting: ServerResponse[] = []
  const server = createServer((_request, response) => {
    closeWhenDraining(response)
    waiting.push(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const ask = () => once(get({ port, host: '127.0.0.1', headers: { connection: 'keep-alive' } }), 'response')
  const begun = ask()
  await expect.poll(() => waiting.length).toBe(1)
  const unbegun = ask()
  await expect.poll(() => waiting.length).toBe(2)
  waiting[0]?.writeHead(200).flushHeaders()
  expect(isDraining()).toBe(false)
  beginDraining()
  waiting[1]?.end()
  const late = ask()
  await expect.poll(() => waiting.length).toBe(3)
  for (const response of waiting) response.end()
  const connections = (await Promise.all([begun, unbegun, late])).map(
    ([answer]) => (answer as IncomingMessage).headers.connection,
  )
  expect(connections).toEqual(['keep-alive', 'close', 'close'])
  server.close()
})
