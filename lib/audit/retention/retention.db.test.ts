import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { systemContext } from '../../context'
import { discardIdle, getPool, withTx } from '../../db'
import { withClient } from '../../db/direct'
import { AppError } from '../../errors'
import { isFounderOnly } from '../../members/policy'
import { useDatabase } from '../../testing/database'
import { untilLockWaited } from '../../testing/lock-wait'
import { listEvents } from '..'
import { AuditListQuery } from '../contract'
import { untilSealed } from '../ledger/sealer'
import { checkpointVerifier } from '../ledger/signing-key'
import { verifyDatabase } from '../ledger/verify/verify-database'
import { listEventsHiding } from '../read/list-hiding'
import { archiveOldMonths, dropOldMonths } from './archive'
import { keepTrail } from './housekeeping'
import { listLegalHolds, releaseLegalHold, setLegalHold } from './legal-hold'

const db = useDatabase()
const ctx = systemContext('test')
const verify = () => verifyDatabase({ verifier: checkpointVerifier() })

/** A month of the trail with some events, as one that was made in its time. */
async function month(name: string, events: number): Promise<void> {
  const first = `${name.slice(9).replace('_', '-')}-01`
  await db.ownerQuery(`
    CREATE TABLE "${name}" PARTITION OF "AuditLog" FOR VALUES FROM (daybook_uuidv7_floor('${first}')) TO (daybook_uuidv7_floor('${first}'::timestamptz + interval '1 month'));
    CREATE TRIGGER "${name}_no_truncate" BEFORE TRUNCATE ON "${name}" FOR EACH STATEMENT EXECUTE FUNCTION daybook_audit_append_only();
    INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType")
      SELECT daybook_uuidv7(at), at, 'LOGIN', 'INFO', 'long ago', 'system' FROM generate_series(1, ${events}) AS n, LATERAL (SELECT '${first}'::timestamptz + n * interval '1 min' AS at) AS t`)
}

const monthsAgo = (months: number) => {
  const now = new Date()
  const at = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - months))
  return `AuditLog_${at.getUTCFullYear()}_${String(at.getUTCMonth() + 1).padStart(2, '0')}`
}
const partitionsOf = async (parent: string) =>
  (
    await db.ownerQuery<{ name: string }>(
      `SELECT c.relname AS name FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = '"${parent}"'::regclass ORDER BY 1`,
    )
  ).map(({ name }) => name)
const acts = (action: string) =>
  db.ownerQuery<{ metadata: { partitions: string[] } }>(
    `SELECT "metadata" FROM "AuditLog" WHERE "action" = $1 ORDER BY "id"`,
    [action],
  )

const [young, old, ancient, held] = [monthsAgo(12), monthsAgo(14), monthsAgo(62), monthsAgo(64)]

beforeAll(async () => {
  for (const name of [young, old, ancient, held]) await month(name, 20)
  await untilSealed()
})

describe('the archive', () => {
  it('takes every month that ended more than a year ago, with an event each, and no younger one', async () => {
    expect(await archiveOldMonths('test')).toEqual([held, ancient, old])
    expect(await partitionsOf('audit_log_archive')).toEqual([held, ancient, old])
    expect(await partitionsOf('AuditLog')).toContain(young)
    expect((await acts('AUDIT_ARCHIVED')).map(({ metadata }) => metadata.partitions)).toEqual([
      [held],
      [ancient],
      [old],
    ])
    expect(await archiveOldMonths('test')).toEqual([])
  })

  it('keeps every event provable', async () => {
    await untilSealed()
    expect((await verify()).findings).toEqual([])
    await db.ownerQuery(`SET session_replication_role = replica; UPDATE "audit_log_archive" SET "description" = 'forged'
      WHERE "id" = (SELECT "id" FROM "${old}" LIMIT 1)`)
    expect((await verify()).findings).toMatchObject([{ kind: 'event-changed' }])
    await db.ownerQuery(
      `SET session_replication_role = replica; UPDATE "audit_log_archive" SET "description" = 'long ago'`,
    )
    expect((await verify()).findings).toEqual([])
  })

  it('hides no second row with the id of an event', async () => {
    const [event] = await db.ownerQuery<{ id: string }>(
      `SELECT "id" FROM "AuditLog" WHERE "action" = 'AUDIT_ARCHIVED' LIMIT 1`,
    )
    await db.ownerQuery(`SET session_replication_role = replica;
      CREATE TABLE "more" PARTITION OF "audit_log_archive" DEFAULT;
      INSERT INTO "more" SELECT * FROM "AuditLog" WHERE "id" = '${event?.id}';
      UPDATE "more" SET "description" = 'forged'`)
    expect((await verify()).findings).toMatchObject([{ kind: 'event-doubled', id: event?.id }])
    await db.ownerQuery('DROP TABLE "more"')
    expect((await verify()).findings).toEqual([])
  })

  it('is as append-only as the trail, for the application and for the owner', async () => {
    for (const table of ['"audit_log_archive"', `"${old}"`])
      for (const act of [
        `UPDATE ${table} SET "description" = ''`,
        `DELETE FROM ${table}`,
        `TRUNCATE ${table}`,
        `INSERT INTO ${table} SELECT * FROM "AuditLog" LIMIT 1`,
      ]) {
        await expect(db.appQuery(act)).rejects.toThrow(/permission denied|append-only|must be owner/)
        if (!act.startsWith('INSERT')) await expect(db.ownerQuery(act)).rejects.toThrow(/append-only/)
      }
  })

  it('refuses the application a month that is not a year old, and one that is none', async () => {
    for (const step of ['daybook_archive_prepare($1)', `daybook_archive_move($1, 'mallory')`]) {
      await expect(db.appQuery(`SELECT ${step}`, [young])).rejects.toThrow(/year old/)
      await expect(db.appQuery(`SELECT ${step}`, ['AuditLog_default'])).rejects.toThrow(/no month/)
      await expect(db.appQuery(`SELECT ${step}`, ['User'])).rejects.toThrow(/no month/)
    }
  })

  it('takes a month from before the times of events were checked', async () => {
    const unchecked = monthsAgo(22)
    await db.ownerQuery(`ALTER TABLE "AuditLog" DROP CONSTRAINT "AuditLog_occurredAt"`)
    await month(unchecked, 2)
    await untilSealed()
    await db.ownerQuery(`SET session_replication_role = replica;
      UPDATE "AuditLog" SET "occurredAt" = 'infinity' WHERE "id" = (SELECT max("id"::text)::uuid FROM "${unchecked}")`)
    const migration = readFileSync('prisma/migrations/20261122000000_event_time/migration.sql', 'utf8')
    await db.ownerQuery(migration.slice(0, migration.indexOf('ALTER TABLE "audit_log_archive"')))
    expect(await archiveOldMonths('test')).toEqual([unchecked])
    expect((await verify()).findings).toMatchObject([{ kind: 'event-changed' }])
    await db.ownerQuery(`SET session_replication_role = replica; UPDATE "audit_log_archive"
      SET "occurredAt" = '${unchecked.slice(9).replace('_', '-')}-01T00:02:00Z' WHERE "occurredAt" = 'infinity'`)
    expect((await verify()).findings).toEqual([])
  })

  it('leaves a month alone while an event of it waits for the sealer', async () => {
    const other = monthsAgo(16)
    await month(other, 1)
    expect(await archiveOldMonths('test')).toEqual([])
    await untilSealed()
    expect(await archiveOldMonths('test')).toEqual([other])
  })
})

describe('a month that is in use', () => {
  const inUse = monthsAgo(18)

  it('is archived when it is free within two seconds, however short the limit of other statements is', async () => {
    await month(inUse, 1)
    await untilSealed()
    // For the connections that are opened from here on: as if the month took longer than 32 s.
    discardIdle()
    await sleep(50)
    getPool().options.query_timeout = 700
    await withClient(db.ownerUrl(), async (holder) => {
      await holder.query(`BEGIN; LOCK TABLE "${inUse}" IN ACCESS EXCLUSIVE MODE`)
      const archived = archiveOldMonths('test')
      archived.catch(() => {})
      // It gives up after two seconds: what is left of them is for a busy machine.
      await untilLockWaited(db.ownerUrl(), 800)
      await holder.query('ROLLBACK')
      expect(await archived).toEqual([inUse])
    })
    getPool().options.query_timeout = 32_000
    discardIdle()
  })

  it('makes the round that archives fail, which is logged, and nothing else of the day', async () => {
    const other = monthsAgo(20)
    await month(other, 1)
    await untilSealed()
    const ahead = monthsAgo(-3)
    await db.ownerQuery(
      `DROP TABLE "${ahead}"; DELETE FROM "AuditMinute"; INSERT INTO "AuditMinute" VALUES ('2020-01-01', '', '', 'INFO', 1)`,
    )
    await withClient(db.ownerUrl(), async (holder) => {
      await holder.query(`BEGIN; LOCK TABLE "${other}" IN ACCESS EXCLUSIVE MODE`)
      await expect(keepTrail('archive')).rejects.toThrow()
      await expect(keepTrail('tidy')).resolves.toEqual({})
      await holder.query('ROLLBACK')
    })
    expect(await partitionsOf('AuditLog')).toContain(ahead)
    expect(await db.ownerQuery(`SELECT 1 FROM "AuditMinute"`)).toEqual([])
    expect(await partitionsOf('AuditLog')).toContain(other)
    expect(await archiveOldMonths('test')).toEqual([other])
  })
})

describe('dropping', () => {
  it('is refused below 1826 days, whoever asks', async () => {
    for (const days of [0, 1_825])
      await expect(db.appQuery('SELECT daybook_drop_archived($1, $2, $3)', [ancient, days, 'mallory'])).rejects.toThrow(
        /1826/,
      )
    await expect(db.appQuery('SELECT daybook_drop_archived($1, 1826, $2)', [old, 'mallory'])).rejects.toThrow(
      /not 1826 days old/,
    )
    await expect(db.appQuery(`DROP TABLE "${ancient}"`)).rejects.toThrow(/owner/)
  })

  it('never happens under a legal hold, and happens with an event when that is released', async () => {
    const hold = await withTx(ctx, (tx) =>
      setLegalHold(tx, ctx, { reason: 'Case 12', fromTime: null, toTime: startOf(ancient) }),
    )
    expect((await listLegalHolds()).map(({ id }) => id)).toEqual([hold.id])
    expect(await dropOldMonths(1_826, 'test')).toEqual([])
    await withTx(ctx, (tx) => releaseLegalHold(tx, ctx, hold.id))
    await withTx(ctx, (tx) =>
      setLegalHold(tx, ctx, { reason: 'Case 13', fromTime: startOf(held), toTime: startOf(held) }),
    )
    expect(await dropOldMonths(1_826, 'test')).toEqual([ancient])
    expect((await acts('AUDIT_DROPPED')).map(({ metadata }) => metadata.partitions)).toEqual([[ancient]])
    await expect(withTx(ctx, (tx) => releaseLegalHold(tx, ctx, hold.id))).rejects.toThrow(AppError)
  })

  it('leaves the rest provable, and a claim without its event is found', async () => {
    await untilSealed()
    expect((await verify()).findings).toEqual([])
    await db.ownerQuery(`SET session_replication_role = replica;
      INSERT INTO "AuditDrop" SELECT '${old}', "fromId" , 'ffffffff-0000-7000-8000-000000000000', 1, now() FROM "AuditDrop" LIMIT 1;
      ALTER TABLE "audit_log_archive" DETACH PARTITION "${old}"; DROP TABLE "${old}"`)
    const { findings } = await verify()
    expect(findings).toHaveLength(21)
    expect(findings[0]).toMatchObject({ kind: 'event-missing' })
    expect(findings.at(-1)).toMatchObject({ kind: 'drop-unrecorded' })
  })
})

it('a legal hold tells founders why, and admins only that it was set', async () => {
  await withTx(ctx, (tx) => setLegalHold(tx, ctx, { reason: 'Secret inquiry', fromTime: null, toTime: startOf(held) }))
  const query = AuditListQuery.parse({ action: 'LEGAL_HOLD_SET', limit: '1' })
  const [event] = (await listEvents(query)).data
  expect(event?.metadata).toMatchObject({ reason: 'Secret inquiry' })
  const { data } = await listEventsHiding(isFounderOnly, query)
  expect(data).toMatchObject([{ id: event?.id, description: 'Legal hold set' }])
  expect(JSON.stringify(data)).not.toContain('inquiry')
})

it('the daily rounds make partitions three months ahead and drop nothing by themselves', async () => {
  expect(await keepTrail('tidy')).toEqual({})
  expect(await keepTrail('archive')).toMatchObject({ archived: [] })
  expect(await partitionsOf('AuditLog')).toContain(monthsAgo(-3))
  expect(await partitionsOf('audit_log_archive')).toContain(held)
})

function startOf(name: string): Date {
  return new Date(`${name.slice(9).replace('_', '-')}-01T00:00:00Z`)
}
