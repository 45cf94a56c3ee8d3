import { expect, test } from 'vitest'
import { systemContext } from '../../context'
import { discardIdle, getPool } from '../../db'
import { setEnv } from '../../env'
import { useDatabase } from '../../testing/database'
import { AuditAction, logSuccess } from '../index'
import { type AuditRow, buildAuditRow } from './row'
import { getWriter } from './writer'

const database = useDatabase()

const log = (entityId: string) => logSuccess(AuditAction.LEAD_UPDATED, 'a change', { entityType: 'Lead', entityId })

function rowOf(entityId: string): AuditRow {
  const input = { action: AuditAction.LEAD_UPDATED, description: 'a change', entityType: 'Lead', entityId }
  const row = buildAuditRow(systemContext('test'), input)
  if (!row) throw new Error('There is always a row')
  return row
}

async function stored(ids: readonly string[]): Promise<string[]> {
  const rows = await database.ownerQuery<{ id: string }>(`SELECT "id" FROM "AuditLog" WHERE "id" = ANY($1::uuid[])`, [
    ids,
  ])
  return rows.map(({ id }) => id).sort()
}

test('2,000 events logged at once are all in the table, in far fewer statements and in at most two at a time', async () => {
  let [taken, atOnce, most] = [0, 0, 0]
  const onTaken = () => {
    taken += 1
    atOnce += 1
    most = Math.max(most, atOnce)
  }
  const onGiven = () => {
    atOnce -= 1
  }
  getPool().on('acquire', onTaken).on('release', onGiven)
  const results = await Promise.all(Array.from({ length: 2_000 }, (_, i) => log(`many-${i}`)))
  getPool().off('acquire', onTaken).off('release', onGiven)
  expect(new Set(results.map((result) => result.stored))).toEqual(new Set(['database']))
  expect(await stored(results.map(({ id }) => id))).toEqual(results.map(({ id }) => id).sort())
  expect(taken).toBeLessThanOrEqual(10)
  expect(most).toBeLessThanOrEqual(2)
})

test('an event that is in the table already is kept once, alone and among others', async () => {
  const [first, ...others] = ['here', 'next', 'last'].map((entityId) => rowOf(entityId))
  if (!first) throw new Error('There is a first')
  expect(await getWriter().write(first)).toBe('database')
  expect(await getWriter().write(first)).toBe('database')
  const again = [first, ...others]
  expect(await Promise.all(again.map((row) => getWriter().write(row)))).toEqual(again.map(() => 'database'))
  expect(await stored(again.map(({ id }) => id))).toHaveLength(3)
})

test('an event is in the table before its promise resolves', async () => {
  await database.ownerQuery(
    `CREATE FUNCTION dawdle() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.2); RETURN NEW; END $$`,
  )
  await database.ownerQuery(
    `CREATE TRIGGER dawdle BEFORE INSERT ON "AuditLog" FOR EACH ROW WHEN (NEW."entityId" = 'slow') EXECUTE FUNCTION dawdle()`,
  )
  const { id } = await log('slow')
  expect(await stored([id])).toEqual([id])
})

test('more callers than the queue holds wait for room and are all served', async () => {
  const results = await Promise.all(Array.from({ length: 11_000 }, (_, i) => log(`crowd-${i}`)))
  expect(await stored(results.map(({ id }) => id))).toHaveLength(11_000)
})

test('of 200 events in one batch only the one that PostgreSQL refuses is refused', async () => {
  await database.ownerQuery(
    `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'poison'; END $$`,
  )
  await database.ownerQuery(
    `CREATE TRIGGER refuse BEFORE INSERT ON "AuditLog" FOR EACH ROW WHEN (NEW."entityId" = 'poison') EXECUTE FUNCTION refuse()`,
  )
  const results = await Promise.all(Array.from({ length: 200 }, (_, i) => log(i === 77 ? 'poison' : `good-${i}`)))
  expect(results.map((result) => result.stored)).toEqual(
    Array.from({ length: 200 }, (_, i) => (i === 77 ? 'log' : 'database')),
  )
  const good = results.filter((_, i) => i !== 77).map(({ id }) => id)
  expect(await stored(results.map(({ id }) => id))).toEqual(good.sort())
})

test('a commit is awaited to the disk whatever the database is set to', async () => {
  await database.ownerQuery(`CREATE TABLE "Seen" ("synchronous" text)`)
  await database.ownerQuery(
    `CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
     BEGIN INSERT INTO "Seen" VALUES (current_setting('synchronous_commit')); RETURN NEW; END $$`,
  )
  await database.ownerQuery(
    `CREATE TRIGGER see BEFORE INSERT ON "AuditLog" FOR EACH ROW WHEN (NEW."entityId" = 'see') EXECUTE FUNCTION see()`,
  )
  expect(await database.appQuery('SHOW synchronous_commit')).toEqual([{ synchronous_commit: 'off' }])
  await log('see')
  expect(await database.ownerQuery(`SELECT "synchronous" FROM "Seen"`)).toEqual([{ synchronous: 'on' }])
})

test('a server without fsync is not taken for evidence, but in tests', async () => {
  setEnv({ NODE_ENV: 'production' })
  // Those that are open were looked at when it was a test.
  discardIdle()
  const refused = await log('unsafe')
  setEnv({ NODE_ENV: 'test' })
  expect(refused.stored).not.toBe('database')
})
