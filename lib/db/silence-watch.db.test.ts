import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest'
import { setEnv } from '../env'
import { uuidv7 } from '../ids'
import { payAndConvert } from '../invoices'
import { createLead, listLeads } from '../leads'
import { LeadQuery } from '../leads/contract'
import { newInvoice, outcomeOf, randomText, staffContext } from '../testing/business'
import { useDatabase } from '../testing/database'
import { untilLockWaited } from '../testing/lock-wait'
import { openTcpProxy, type TcpProxy } from '../testing/tcp-proxy'
import { withClient } from './direct'
import { toAppError } from './error-codes'
import { getPool } from './pool'
import { type Tx, withTx } from './with-tx'

const database = useDatabase()
const ctx = staffContext()
/** 3 s on a machine that does nothing else; without the watch it were 32. No machine is busy enough for the difference. */
const limitMs = 15_000
let proxy: TcpProxy
beforeAll(async () => {
  proxy = await openTcpProxy(database.appUrl())
  setEnv({ DATABASE_URL: proxy.url })
})
afterEach(() => proxy.restore())
afterAll(() => proxy.close())

/** More open connections than one, all idle, as after some load. */
async function warmPool(): Promise<void> {
  const clients: pg.PoolClient[] = []
  while (clients.length < 5) clients.push(await getPool().connect())
  for (const client of clients) client.release()
}
const addLead = () => createLead(ctx, { name: 'Ada', email: `${randomText()}@example.org` })

/** What it came to, as a caller over HTTP would be told, and after how long. */
async function timed(work: () => Promise<unknown>) {
  const startedMs = performance.now()
  const outcome = await outcomeOf(work().catch((error: unknown) => Promise.reject(toAppError(error))))
  const endedMs = performance.now()
  return { outcome, endedMs, tookMs: endedMs - startedMs }
}

const slowly = (tx: Tx) => tx.$queryRaw`SELECT 1 AS one, pg_sleep(0.05)::text`

for (const [how, thenMs] of [
  ['for good', undefined],
  ['and new connections work again at once', 0],
] as const)
  it(`answers UNAVAILABLE within 3 s when open connections fall silent, ${how}`, async () => {
    await warmPool()
    const begun = Promise.withResolvers<void>()
    const midway = timed(() =>
      withTx(ctx, async (tx) => {
        for (;;) {
          await slowly(tx)
          begun.resolve()
        }
      }),
    )
    await begun.promise
    const frozenMs = performance.now()
    proxy.freeze()
    if (thenMs !== undefined) await proxy.restore()
    const all = [timed(addLead), timed(() => listLeads(ctx, LeadQuery.parse({}))), timed(addLead)]
    for (const { outcome, tookMs } of await Promise.all(all)) {
      expect(outcome).toBe('UNAVAILABLE')
      expect(tookMs).toBeLessThan(limitMs)
    }
    const { outcome, endedMs } = await midway
    expect(outcome).toBe('UNAVAILABLE')
    expect(endedMs - frozenMs).toBeLessThan(limitMs)
    await proxy.restore()
    expect((await timed(addLead)).outcome).toMatchObject({ name: 'Ada' })
  }, 60_000)

it('takes no longer for a failure that is an event itself: the writer knows that the server is gone', async () => {
  const invoice = await newInvoice(ctx)
  await warmPool()
  const payment = { amountMinor: invoice.payableNowMinor, method: 'CARD' } as const
  await withClient(database.ownerUrl(), async (holder) => {
    // Reads pass; the conversion comes to a halt in the middle of its transaction.
    await holder.query('BEGIN; LOCK TABLE "Invoice" IN EXCLUSIVE MODE')
    const work = timed(() => payAndConvert(ctx, { invoiceId: invoice.id, payment, idempotencyKey: uuidv7() }))
    await untilLockWaited(database.ownerUrl(), 0)
    const frozenMs = performance.now()
    proxy.freeze()
    expect((await work).outcome).toBe('UNAVAILABLE')
    expect(performance.now() - frozenMs).toBeLessThan(limitMs)
  })
}, 60_000)

it('leaves a statement alone that works long, one that waits for a lock, and a transaction that thinks', async () => {
  const locked = Promise.withResolvers<void>()
  const holder = withTx(ctx, async (tx) => {
    await tx.$executeRaw`LOCK TABLE "Setting" IN ACCESS EXCLUSIVE MODE`
    locked.resolve()
    await sleep(2_000)
    return 'held'
  })
  await locked.promise
  const all = [
    getPool().query('SELECT pg_sleep(2)'),
    getPool().query('SELECT * FROM "Setting"'),
    withTx(ctx, (tx) => tx.$queryRaw`SELECT pg_sleep(2)::text`),
    holder,
  ]
  await expect(Promise.all(all)).resolves.toBeDefined()
}, 60_000)

it('leaves everything alone on a line that answers late', async () => {
  await warmPool()
  proxy.delay(300)
  const { outcome } = await timed(addLead)
  expect(outcome).toMatchObject({ name: 'Ada' })
  await getPool().query('SELECT pg_sleep(1.2)')
}, 60_000)

it('takes no pause of this process for one of the server', async () => {
  await warmPool()
  const query = getPool().query('SELECT pg_sleep(0.2)')
  await sleep(50)
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 2_000)
  await expect(query).resolves.toBeDefined()
})

it('answers UNAVAILABLE when the line is cut in the middle of a transaction', async () => {
  const { outcome } = await timed(() =>
    withTx(ctx, async (tx) => {
      await slowly(tx)
      proxy.reset()
      await slowly(tx)
    }),
  )
  expect(outcome).toBe('UNAVAILABLE')
})

it('a connection that is lost while nobody uses it inside a transaction ends no process', async () => {
  // What the test before left in the pool was reset.
  await expect
    .poll(() =>
      getPool()
        .query('SELECT 1')
        .then(Boolean, () => false),
    )
    .toBe(true)
  const client = await getPool().connect()
  await client.query('BEGIN')
  await proxy.cut()
  await sleep(100)
  await expect(client.query('SELECT 1')).rejects.toThrow()
  client.release(true)
})
