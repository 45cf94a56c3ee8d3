import { setTimeout as sleep } from 'node:timers/promises'
import { AuditAction, logSuccess } from '../lib/audit'
import { Sealer } from '../lib/audit/ledger/sealer'
import { openStream } from '../lib/audit/stream/open-stream'
import { type Figure, quantile } from './rounds'

const events = 200

/** How long after its commit an event has left for an open feed. */
export async function measureFollowing(): Promise<Figure[]> {
  const sealer = new Sealer()
  sealer.start()
  const gone = new AbortController()
  const seen = new Map<string, number>()
  const stream = openStream({ matches: () => true, isAllowed: async () => true, gone: gone.signal })
  const following = follow(stream, seen)
  await sleep(1_000)
  const committed = new Map<string, number>()
  for (let event = 0; event < events; event += 1) {
    const { id } = await logSuccess(AuditAction.LEAD_UPDATED, `Lead ${event} changed`)
    committed.set(id, performance.now())
    await sleep(20 + Math.random() * 60)
  }
  for (const until = performance.now() + 10_000; seen.size < events && performance.now() < until; ) await sleep(50)
  gone.abort()
  await following
  await sealer.stop()
  const times = [...committed].map(([id, atMs]) => (seen.get(id) ?? Number.POSITIVE_INFINITY) - atMs)
  return [
    {
      what: 'committed until in an open feed, p95',
      value: quantile(times, 0.95),
      unit: 'ms',
      target: { atMost: 1_500 },
    },
  ]
}

async function follow(stream: ReadableStream<Uint8Array>, seen: Map<string, number>): Promise<void> {
  let text = ''
  for await (const chunk of stream) {
    text += Buffer.from(chunk).toString()
    const end = text.lastIndexOf('\n\n')
    for (const [, id = ''] of text.slice(0, end + 1).matchAll(/"id":"([0-9a-f-]{36})"/g))
      if (!seen.has(id)) seen.set(id, performance.now())
    text = text.slice(end + 1)
  }
}
