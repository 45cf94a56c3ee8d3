import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import { expect, test } from 'vitest'
import { useDatabase } from '../testing/database'
import { drain } from './drain'

useDatabase()

/** Asks once over a connection that it keeps, and again over it when the flag is raised. */
const client = `
  const { Agent, get } = require('node:http')
  const { parentPort, workerData } = require('node:worker_threads')
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const ask = () => new Promise((resolve) => {
    const sent = get({ port: workerData.port, host: '127.0.0.1', agent }, (answer) => {
      answer.resume().on('end', () => resolve(sent.reusedSocket ? 'answered over the kept connection' : 'answered'))
    })
    sent.on('error', (error) => resolve(error.message))
  })
  ask().then((first) => {
    parentPort.postMessage(first)
    Atomics.wait(workerData.flag, 0, 0)
    ask().then((second) => parentPort.postMessage(second))
  })
`

test('a request that came over a kept connection while the process could not look is answered', async () => {
  const server = createServer((_request, response) => response.end('here'))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const flag = new Int32Array(new SharedArrayBuffer(4))
  const worker = new Worker(client, { eval: true, workerData: { port, flag } })
  expect(await once(worker, 'message')).toEqual(['answered'])
  const second = once(worker, 'message')

  const drained = drain(server, 'SIGTERM', async () => {})
  await sleep(100)
  // From here the loop goes to its timers before it reads; the grace ends meanwhile.
  await turn()
  Atomics.store(flag, 0, 1)
  Atomics.notify(flag, 0)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1_000)

  expect(await second).toEqual(['answered over the kept connection'])
  await drained
  await worker.terminate()
})
