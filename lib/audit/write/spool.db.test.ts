import { appendFileSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { systemContext } from '../../context'
import { setEnv } from '../../env'
import { useDatabase } from '../../testing/database'
import { openTcpProxy, type TcpProxy } from '../../testing/tcp-proxy'
import { checkAuditTrail } from '../check-audit-trail'
import { AuditAction, logSuccess } from '../index'
import { Replayer } from './replay'
import { buildAuditRow } from './row'
import { Spool } from './spool'
import { folderFacts, spoolFolder } from './spool-folder'
import { getWriter } from './writer'

const database = useDatabase()
let proxy: TcpProxy
beforeAll(async () => {
  proxy = await openTcpProxy(database.appUrl())
  setEnv({ DATABASE_URL: proxy.url })
  await database.ownerQuery(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'poison'; END $$`,
  )
  await database.ownerQuery(
    `CREATE TRIGGER refuse BEFORE INSERT ON "AuditLog" FOR EACH ROW WHEN (NEW."entityId" = 'poison') EXECUTE FUNCTION refuse()`,
  )
})
afterAll(() => proxy.close())

async function log(entityId: string) {
  const startedMs = performance.now()
  const result = await logSuccess(AuditAction.LEAD_UPDATED, 'a change', { entityType: 'Lead', entityId })
  return { ...result, tookMs: performance.now() - startedMs }
}

async function countOf(ids: readonly string[]): Promise<number> {
  const [row] = await database.ownerQuery<{ n: number }>(
    `SELECT count(*)::int AS n FROM "AuditLog" WHERE "id" = ANY($1::uuid[])`,
    [ids],
  )
  return row?.n ?? 0
}

async function untilEmpty(spool: Spool, limitMs: number): Promise<void> {
  const startedMs = performance.now()
  while (spool.stats().events > 0) {
    if (performance.now() - startedMs > limitMs) throw new Error(`${spool.stats().events} events are still spooled`)
    await sleep(20)
  }
}

const health = () => checkAuditTrail.run(AbortSignal.timeout(2_000))

for (const [how, breakIt] of [
  ['refuses connections', () => proxy.cut()],
  ['swallows every byte', async () => proxy.freeze()],
] as const)
  test(`while the database ${how} every event is spooled within 3 s, and in the table once within 10 s of its return`, async () => {
    expect((await log('before')).stored).toBe('database')
    await breakIt()
    const first = await Promise.all(Array.from({ length: 300 }, (_, i) => log(`away-${i}`)))
    const later = []
    for (let i = 0; i < 20; i += 1) later.push(await log(`later-${i}`))
    for (const { stored, tookMs } of [...first, ...later]) {
      expect(stored).toBe('spool')
      // 3 s at most but for what the machine does besides; 32 without the limit.
      expect(tookMs).toBeLessThan(10_000)
    }
    // Nobody waits for a database that is known to be away.
    expect(later.reduce((sum, { tookMs }) => sum + tookMs, 0)).toBeLessThan(10_000)
    expect(await health()).toMatchObject({ status: 'degraded', counts: { mode: 'spool', spoolDepth: 320 } })

    await proxy.restore()
    await untilEmpty(getWriter().spool, 20_000)
    const ids = [...first, ...later].map(({ id }) => id)
    expect(await countOf(ids)).toBe(new Set(ids).size)
    expect((await log('after')).stored).toBe('database')
    expect(await folderFacts(spoolFolder())).toEqual({ bytes: 0, torn: 0, refused: 0 })
    expect(await health()).toMatchObject({ status: 'healthy', counts: { mode: 'database' } })
  }, 60_000)

function row(entityId: string) {
  const made = buildAuditRow(systemContext('test'), { action: 'LEAD_UPDATED', description: 'a change', entityId })
  if (!made) throw new Error('There is always a row')
  return made
}

test('an event that was both committed and spooled is in the table once and troubles nobody', async () => {
  const twice = [row('twice'), row('twice')]
  const spool = new Spool(spoolFolder())
  await spool.append(twice)
  await spool.append(twice)
  new Replayer(spool, () => {}).start()
  await untilEmpty(spool, 15_000)
  expect(await countOf(twice.map(({ id }) => id))).toBe(2)
  expect(await folderFacts(spoolFolder())).toEqual({ bytes: 0, torn: 0, refused: 0 })
})

test('a segment stays until all of it is committed', async () => {
  const spool = new Spool(spoolFolder())
  const rows = Array.from({ length: 20 }, (_, i) => row(`kept-${i}`))
  await spool.append(rows)
  await proxy.cut()
  const replayer = new Replayer(spool, () => {})
  replayer.start()
  await sleep(300)
  replayer.stop()
  await sleep(100)
  expect((await folderFacts(spoolFolder())).bytes).toBeGreaterThan(0)
  await proxy.restore()
  new Replayer(spool, () => {}).start()
  await untilEmpty(spool, 15_000)
  expect(await countOf(rows.map(({ id }) => id))).toBe(20)
})

test('what cannot be replayed is set aside and told, and holds up nothing', async () => {
  const spool = new Spool(spoolFolder())
  const [bad, good] = [row('poison'), row('good')]
  await spool.append([bad, good])
  const [segment = ''] = readdirSync(spoolFolder()).filter((name) => name.endsWith('.spool'))
  appendFileSync(join(spoolFolder(), segment), 'half a rec')
  new Replayer(spool, () => {}).start()
  await untilEmpty(spool, 15_000)
  expect(await countOf([bad.id, good.id])).toBe(1)
  const aside = readdirSync(spoolFolder()).sort()
  expect(aside.map((name) => name.split('.')[1])).toEqual(['refused', 'torn'])
  expect(readFileSync(join(spoolFolder(), aside[0] ?? ''), 'utf8')).toContain(
    `"reason":"poison","event":{"id":"${bad.id}"`,
  )
  expect(readFileSync(join(spoolFolder(), aside[1] ?? ''), 'utf8')).toBe('half a rec')
  expect(await health()).toMatchObject({ status: 'degraded', counts: { torn: 1, refused: 1, spoolDepth: 0 } })
})

test('an event that neither the database nor the disk takes is unhealthy', async () => {
  expect((await log('poison')).stored).toBe('log')
  expect(await health()).toMatchObject({ status: 'unhealthy', counts: { lastResort: 1 } })
})
