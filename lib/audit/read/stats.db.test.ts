import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { dayMs, hourMs, minuteMs } from '../../clock'
import { getPool, takeLease } from '../../db'
import { uuidv7 } from '../../ids'
import { useDatabase } from '../../testing/database'
import { dice } from '../../testing/dice'
import type { AuditStats } from '../contract'
import { type Counted, Counter } from '../ledger/counts'
import { sealBatch } from '../ledger/seal'
import { Sealer } from '../ledger/sealer'
import { makeEvents } from './made-events.testing'
import { getStats } from './stats'

const database = useDatabase()
const now = new Date()
const from = new Date(Math.floor((now.getTime() - dayMs) / minuteMs) * minuteMs)
const to = new Date(Math.floor(now.getTime() / minuteMs) * minuteMs + 6 * minuteMs)

type Numbers = Omit<AuditStats, 'period' | 'meta'>

/** The same numbers by looking at every event. */
async function countAll(client: pg.PoolClient): Promise<Numbers> {
  const { rows } = await client.query<{ hour: Date; action: string; severity: string; n: number }>(
    `SELECT date_trunc('hour', "occurredAt", 'UTC') AS hour, "action", "severity", count(*)::int AS n FROM "AuditLog"
     WHERE "occurredAt" >= $1 AND "occurredAt" < $2 GROUP BY 1, 2, 3`,
    [from, to],
  )
  const count = (is: (row: (typeof rows)[number]) => boolean) => rows.reduce((n, row) => n + (is(row) ? row.n : 0), 0)
  const isError = ({ severity }: { severity: string }) => ['ERROR', 'CRITICAL'].includes(severity)
  const first = Math.floor(from.getTime() / hourMs) * hourMs
  const last = Math.max(now.getTime(), ...rows.map(({ hour }) => hour.getTime()))
  return {
    total: count(() => true),
    errors: count(isError),
    critical: count(({ severity }) => severity === 'CRITICAL'),
    warnings: count(({ severity }) => severity === 'WARNING'),
    byAction: [...new Set(rows.map(({ action }) => action))]
      .map((action) => ({ action, count: count((row) => row.action === action) }))
      .sort((a, b) => b.count - a.count || a.action.localeCompare(b.action)),
    byHour: Array.from({ length: Math.floor((last - first) / hourMs) + 1 }, (_, i) => first + i * hourMs).map((at) => {
      const inHour = (is: (row: (typeof rows)[number]) => boolean) =>
        count((row) => row.hour.getTime() === at && is(row))
      return {
        hour: new Date(at).toISOString(),
        total: inHour(() => true),
        errors: inHour(isError),
        warnings: inHour(({ severity }) => severity === 'WARNING'),
      }
    }),
  }
}

/** Both of one moment. */
async function compare(): Promise<{ stats: Numbers; counted: Numbers }> {
  const client = await getPool().connect()
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ')
    const { period: _period, meta: _meta, ...stats } = await getStats(now, client)
    const counted = await countAll(client)
    await client.query('COMMIT')
    return { stats, counted }
  } finally {
    client.release()
  }
}

/** Writes in transactions of which some are given up and some stay open for a while. */
async function write(seed: number, isOver: () => boolean): Promise<void> {
  const roll = dice(seed)
  const oneOf = <T>(...items: T[]): T => items[Math.floor(roll() * items.length)] as T
  const client = await getPool().connect()
  try {
    while (!isOver()) {
      await client.query('BEGIN')
      for (let count = oneOf(1, 2, 5); count > 0; count -= 1) {
        const at = new Date(now.getTime() + 4 * minuteMs - roll() * 26 * hourMs)
        await client.query(
          `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "source", "actorType")
           VALUES ($1, $2, $3, $4, 'test', $5, 'system')`,
          [
            uuidv7(at),
            at,
            oneOf('LOGIN', 'LOGOUT', 'API_ERROR'),
            oneOf('INFO', 'WARNING', 'ERROR', 'CRITICAL'),
            oneOf('daybook', 'shop'),
          ],
        )
      }
      await sleep(oneOf(0, 0, 0, 60))
      await client.query(oneOf('COMMIT', 'COMMIT', 'COMMIT', 'ROLLBACK'))
    }
  } finally {
    client.release()
  }
}

async function seal(isOver: () => boolean, onRefused: () => void): Promise<void> {
  const sealer = new Sealer()
  while (!isOver()) {
    await sealer.work().catch(onRefused)
    await sleep(5)
  }
  await sealer.leave()
}

const sealedCount = async () =>
  (await database.ownerQuery<{ n: number }>('SELECT count(*)::int AS n FROM "AuditLeaf"'))[0]?.n ?? 0

beforeAll(() =>
  database.ownerQuery(`
    CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused by test'; END $$;
    CREATE CONSTRAINT TRIGGER refuse AFTER INSERT ON "AuditLeaf" DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (txid_current() % 3 = 0) EXECUTE FUNCTION refuse()`),
)
beforeEach(() => database.ownerQuery(`UPDATE "Lease" SET "expiresAt" = now() - interval '1 s'`))

describe('statistics', () => {
  test('are what counting all events comes to, at every moment while events are written, given up, late and sealed', async () => {
    let isOver = false
    let refused = 0
    const everybody = [
      ...Array.from({ length: 5 }, (_, seed) => write(seed, () => isOver)),
      seal(
        () => isOver,
        () => (refused += 1),
      ),
    ]
    const startedMs = performance.now()
    try {
      // Until enough has happened, on any machine; some sealing must have been rolled back after it had counted.
      for (let compared = 0; compared < 100 || refused === 0 || (await sealedCount()) <= 100; compared += 1) {
        const { stats, counted } = await compare()
        expect(stats).toEqual(counted)
        expect(performance.now() - startedMs, 'too little happens').toBeLessThan(60_000)
      }
    } finally {
      isOver = true
      await Promise.all(everybody)
    }
    const { stats, counted } = await compare()
    expect(stats).toEqual(counted)
    expect(counted.total).toBeGreaterThan(100)
  }, 90_000)

  test('would not be, were they counted outside of the transaction that seals', async () => {
    class CountsApart extends Counter {
      override async add(_client: pg.PoolClient, events: readonly Counted[]): Promise<void> {
        const other = await getPool().connect()
        await super.add(other, events).finally(() => other.release())
      }
    }
    const lease = await takeLease(getPool(), 'audit.seal', randomUUID())
    if (!lease) throw new Error('Another leads')
    let refused = 0
    for (let seed = 9; refused < 3; seed += 1) {
      const untilMs = performance.now() + 50
      await write(seed, () => performance.now() >= untilMs)
      await sealBatch(lease, new CountsApart()).catch(() => {
        refused += 1
      })
    }
    const { stats, counted } = await compare()
    expect(stats.total).toBeGreaterThan(counted.total)
  }, 30_000)

  test('would not be, were a committed event not queued for the sealer', async () => {
    const before = await compare()
    await database.ownerQuery('ALTER TABLE "AuditLog" DISABLE TRIGGER "AuditLog_queue"')
    await makeEvents(database, [{ at: now }])
    await database.ownerQuery('ALTER TABLE "AuditLog" ENABLE TRIGGER "AuditLog_queue"')
    const after = await compare()
    expect(after.counted.total).toBe(before.counted.total + 1)
    expect(after.stats.total).toBe(before.stats.total)
  })
})
