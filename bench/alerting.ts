import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { createChannel } from '../lib/alerts/channels'
import { getDeliverer } from '../lib/alerts/deliver'
import { getEvaluator } from '../lib/alerts/evaluate'
import { AuditAction, logCritical } from '../lib/audit'
import { getSealer } from '../lib/audit/ledger/sealer'
import { systemContext } from '../lib/context'
import { setEnv } from '../lib/env'
import { type Figure, quantile } from './rounds'

const events = 60

/** How long after its commit a CRITICAL event has arrived at a webhook, with everything running that runs in the app. */
export async function measureAlerting(): Promise<Figure[]> {
  setEnv({ ALERT_ALLOW_PRIVATE_ADDRESSES: 'true', SECRETS_KEY: Buffer.alloc(32, 'bench').toString('base64') })
  const received = new Map<string, number>()
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (chunk) => {
      body += String(chunk)
    })
    request.on('end', () => {
      const [kind] = /bench kind \d+/.exec(body) ?? []
      if (kind && !received.has(kind)) received.set(kind, performance.now())
      response.writeHead(204).end()
    })
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/hook`
  await createChannel(systemContext('bench'), {
    type: 'webhook',
    name: 'bench',
    config: { url },
    minSeverity: 'info',
    isEscalationOnly: false,
  })
  const parts = [getSealer(), getEvaluator(), getDeliverer()]
  for (const part of parts) part.start()
  await sleep(2_000)
  const committed = new Map<string, number>()
  for (let event = 0; event < events; event += 1) {
    const kind = `bench kind ${event}`
    await logCritical(AuditAction.SYSTEM_ERROR, kind, new Error('bench'), { entityType: `Bench${event}` })
    committed.set(kind, performance.now())
    await sleep(200 + Math.random() * 400)
  }
  for (const until = performance.now() + 10_000; received.size < events && performance.now() < until; ) await sleep(50)
  for (const part of parts) await part.stop()
  server.closeAllConnections()
  server.close()
  const times = [...committed].map(([kind, atMs]) => (received.get(kind) ?? Number.POSITIVE_INFINITY) - atMs)
  return [
    {
      what: 'CRITICAL committed until at the webhook, p95',
      value: quantile(times, 0.95),
      unit: 'ms',
      target: { atMost: 1_500 },
    },
  ]
}
