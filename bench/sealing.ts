import { setTimeout as sleep } from 'node:timers/promises'
import { AuditAction, logSuccess } from '../lib/audit'
import { Sealer } from '../lib/audit/ledger/sealer'
import { getPool } from '../lib/db'
import type { Figure } from './rounds'

const callers = 64
const waiting = 60_000
const writeMs = 20_000

/** How fast the sealer seals what waits, and whether it keeps up with writers that write as fast as they can. */
export async function measureSealing(): Promise<Figure[]> {
  const sealer = new Sealer()
  await logMany((written) => written >= waiting)
  const count = await backlog()
  const startedMs = performance.now()
  await sealer.work()
  const perSecond = (count * 1_000) / (performance.now() - startedMs)
  sealer.start()
  const depths: number[] = []
  const until = performance.now() + writeMs
  const watching = (async () => {
    for (; performance.now() < until; await sleep(250)) depths.push(await backlog())
  })()
  const written = await logMany(() => performance.now() > until)
  await watching
  await sealer.stop()
  const perSecondWritten = (written * 1_000) / writeMs
  const half = depths.slice(depths.length / 2)
  return [
    { what: 'sealing what waits', value: perSecond, unit: 'leaves/s', target: { atLeast: 20_000 } },
    { what: 'written at full speed while sealing', value: perSecondWritten, unit: 'events/s', target: { atLeast: 1 } },
    {
      what: 'most events waiting for the sealer meanwhile',
      value: Math.max(...half),
      unit: 'events',
      target: { atMost: Math.round(2 * perSecondWritten) },
    },
  ]
}

/** Logs as many callers at once, until that is enough; answers how many. */
export async function logMany(isDone: (written: number) => boolean): Promise<number> {
  let written = 0
  const caller = async () => {
    for (; !isDone(written); written += 1)
      await logSuccess(AuditAction.LEAD_UPDATED, `Lead ${written} changed by Ada Byron`, {
        entityType: 'Lead',
        entityId: `lead-${written % 5_000}`,
        metadata: { amount: written, currency: 'EUR' },
      })
  }
  await Promise.all(Array.from({ length: callers }, caller))
  return written
}

async function backlog(): Promise<number> {
  const { rows } = await getPool().query<{ n: number }>('SELECT count(*)::int AS n FROM "AuditUnsealed"')
  return rows[0]?.n ?? 0
}
