import { randomUUID } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeAll, describe, expect, it } from 'vitest'
import { systemContext } from '../../../context'
import { discardIdle, getPool, giveUpLease, takeLease, withTx } from '../../../db'
import { withClient } from '../../../db/direct'
import { uuidv7 } from '../../../ids'
import { useDatabase } from '../../../testing/database'
import { untilLockWaited } from '../../../testing/lock-wait'
import { listEvents, logSuccess } from '../..'
import { AuditListQuery } from '../../contract'
import { Counter } from '../../ledger/counts'
import { sealBatch } from '../../ledger/seal'
import { untilSealed } from '../../ledger/sealer'
import { checkpointVerifier } from '../../ledger/signing-key'
import { verifyDatabase } from '../../ledger/verify/verify-database'
import { fillBlocks } from '../../search/fill-blocks'
import { makeFolder, spoolFolder } from '../../write/spool-folder'
import { eraseEvents } from './erase-events'
import { countMentions, eraseSubject } from './erase-subject'
import { findMentions } from './find-mentions'
import { termsOf } from './terms'

const db = useDatabase()
const ctx = systemContext('test')
const canary = 'Zoë-Canary_100%"Smith'
const firstId = '00000000-0000-0000-0000-000000000000'
const verify = () => verifyDatabase({ verifier: checkpointVerifier() })

/** Every column of the trail that can hold free text, from the database itself. */
const textColumns = [
  'userEmail',
  'userName',
  'ipAddress',
  'userAgent',
  'description',
  'errorMessage',
  'errorStack',
  'sourceEventId',
  'userId',
  'apiKeyId',
  'institutionId',
  'entityType',
  'entityId',
  'requestId',
  'correlationId',
  'method',
  'path',
  'release',
]
const jsonColumns = ['before', 'after', 'metadata']
/** Of the group that the description is in: description, errorMessage, errorStack and the three above. */
const contentColumns = 6
/** From a fixed set: an action, a severity, a kind of actor; the source is the name of a system. */
const closedColumns = ['action', 'severity', 'source', 'actorType']

async function eventWith(column: string): Promise<string> {
  const id = uuidv7()
  const value = jsonColumns.includes(column) ? `jsonb_build_object('who', jsonb_build_array($2::text))` : '$2'
  const columns = column === 'description' ? '"description"' : `"description", "${column}"`
  await db.ownerQuery(
    `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "actorType", ${columns})
      VALUES ($1, now(), 'LOGIN', 'INFO', 'system', ${column === 'description' ? value : `'about somebody', ${value}`})`,
    [id, `x ${canary} y`],
  )
  return id
}

/** Rows of any table that contain the canary in any column, as the dump of the database would. */
async function rowsWithCanary(): Promise<string[]> {
  const tables = await db.ownerQuery<{ name: string }>(
    `SELECT c.oid::regclass::text AS name FROM pg_class c WHERE c.relkind = 'r' AND c.relnamespace = 'public'::regnamespace`,
  )
  const found: string[] = []
  for (const { name } of tables) {
    const rows = await db.ownerQuery<{ text: string }>(
      `SELECT t::text AS text FROM ${name} AS t WHERE t::text ILIKE '%canary%' OR t::text ILIKE '%smith%'`,
    )
    found.push(...rows.map(({ text }) => `${name}: ${text.slice(0, 200)}`))
  }
  return found
}

type Announced = { events: string[]; groups: Record<'actor' | 'content' | 'reference', string[]>; reason: string }

/** So that the next connections are opened with the options as they are then. */
async function closeIdle(): Promise<void> {
  discardIdle()
  await expect.poll(() => getPool().idleCount).toBe(0)
}

const search = async (text: string) => (await listEvents(AuditListQuery.parse({ search: text }))).data

describe('erasing a person whose name stood in every field', () => {
  const ids: string[] = []

  beforeAll(async () => {
    const all = await db.ownerQuery<{ name: string; type: string }>(
      `SELECT attname AS name, format_type(atttypid, NULL) AS type FROM pg_attribute WHERE attrelid = '"AuditLog"'::regclass AND attnum > 0`,
    )
    const free = all.filter(({ name, type }) => ['text', 'jsonb'].includes(type) && !closedColumns.includes(name))
    // A new column of text must be erasable too.
    expect(free.map(({ name }) => name).sort()).toEqual([...textColumns, ...jsonColumns].sort())
    for (const column of [...textColumns, ...jsonColumns]) ids.push(await eventWith(column))
    await logSuccess('LOGIN', `${canary} signed in`, {
      metadata: { who: canary, [canary]: 1, deep: { list: [canary.toUpperCase()] } },
      entityType: 'User',
      entityId: randomUUID(),
    })
    // Enough for a block of the search.
    await Promise.all(Array.from({ length: 300 }, (_, n) => logSuccess('LOGOUT', `Somebody else ${n} signed out`)))
    await untilSealed()
  })

  it('finds them in every one of its fields', async () => {
    expect(await countMentions([canary])).toBe(ids.length + 1)
    expect((await search('canary')).length).toBeGreaterThan(0)
    expect((await verify()).findings).toEqual([])
  })

  it('leaves the name nowhere in the database, search or spool, and every proof whole', async () => {
    await makeFolder(spoolFolder())
    writeFileSync(
      join(spoolFolder(), 'a.refused'),
      `{"event":{"description":"${canary.replace('"', '\\"')}"}}\n{"event":{"description":"other"}}\n`,
    )
    writeFileSync(join(spoolFolder(), 'b.torn'), `\0\0\0{"description":"${canary.replace('"', '\\"')}`)
    const { events, segments } = await eraseSubject(ctx, { words: [canary], reason: 'Request of 2026-11-20' })
    expect({ events, segments }).toEqual({ events: ids.length + 1, segments: 0 })
    expect(await rowsWithCanary()).toEqual([])
    expect(await search('canary')).toEqual([])
    expect(readFileSync(join(spoolFolder(), 'a.refused'), 'utf8')).toBe('{"event":{"description":"other"}}\n')
    expect(() => readFileSync(join(spoolFolder(), 'b.torn'))).toThrow(/ENOENT/)
    await untilSealed()
    expect((await verify()).findings).toEqual([])
  })

  it('takes nothing else away', async () => {
    const [rest] = await db.ownerQuery<{ count: number }>(
      `SELECT count(*)::int AS count FROM "AuditLog" WHERE "description" LIKE 'Somebody else % signed out'`,
    )
    expect(rest?.count).toBe(300)
    const [actor] = await db.ownerQuery(`SELECT "description", "userEmail" FROM "AuditLog" WHERE "id" = $1`, [ids[0]])
    expect(actor).toEqual({ description: 'about somebody', userEmail: null })
  })

  it('is an event that names the events and not the person', async () => {
    const rows = await db.ownerQuery<{ metadata: Announced }>(
      `SELECT "metadata" FROM "AuditLog" WHERE "action" = 'AUDIT_ERASED'`,
    )
    expect(rows.flatMap(({ metadata }) => metadata.events).sort()).toHaveLength(ids.length + 1)
    expect(rows[0]?.metadata.reason).toBe('Request of 2026-11-20')
    const { events = [], groups } = rows[0]?.metadata ?? {}
    // One event a column, and the one that names the person in description and metadata.
    expect(groups?.actor).toHaveLength(4)
    expect(groups?.content).toHaveLength(contentColumns + 1)
    expect([...new Set(Object.values(groups ?? {}).flat())].sort()).toEqual(events.toSorted())
  })

  it('can be run again, and erases a second person from an event that has lost one already', async () => {
    expect(await eraseSubject(ctx, { words: [canary], reason: 'again' })).toEqual({ events: 0, segments: 0 })
    expect((await eraseSubject(ctx, { words: ['about somebody'], reason: 'another' })).events).toBe(
      ids.length - contentColumns,
    )
    await untilSealed()
    expect((await verify()).findings).toEqual([])
  })

  it('puts nothing back: a value in an erased field is found by verification', async () => {
    await db.ownerQuery(
      `SET session_replication_role = replica; UPDATE "AuditLog" SET "userEmail" = 'forged@example.org' WHERE "id" = '${ids[0]}'`,
    )
    expect((await verify()).findings).toMatchObject([{ kind: 'event-changed', id: ids[0] }])
    await db.ownerQuery(
      `SET session_replication_role = replica; UPDATE "AuditLog" SET "userEmail" = NULL WHERE "id" = '${ids[0]}'`,
    )
  })
})

describe('an erasure', () => {
  it('takes the events of its own time in its next round', async () => {
    await Promise.all(Array.from({ length: 250 }, (_, n) => logSuccess('LOGIN', `Grace Hopper signed in ${n}`)))
    let isLate = false
    const { events } = await eraseSubject(ctx, {
      words: ['Grace Hopper'],
      reason: 'asked',
      onProgress: () => {
        if (isLate) return
        isLate = true
        void logSuccess('LOGIN', 'Grace Hopper signed in again')
      },
    })
    expect(events).toBe(251)
    expect(await countMentions(['Grace Hopper'])).toBe(0)
    await untilSealed()
    expect((await verify()).findings).toEqual([])
  })

  it('of a name that stands in ids by chance leaves its own announcements alone', async () => {
    const id = uuidv7()
    const name = id.slice(-6)
    await db.ownerQuery(
      `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "actorType", "description")
        VALUES ($1, now(), 'LOGIN', 'INFO', 'system', $2)`,
      [id, `${name} signed in`],
    )
    for (const reason of ['asked', 'asked again']) await eraseSubject(ctx, { words: [name], reason })
    const emptied = await db.ownerQuery(
      `SELECT 1 FROM "AuditLog" WHERE "action" = 'AUDIT_ERASED' AND "metadata" IS NULL`,
    )
    expect(emptied).toEqual([])
    await untilSealed()
    expect((await verify()).findings).toEqual([])
  })

  it('of a large trail is not ended by the limit of the driver', async () => {
    const options = (getPool() as unknown as { options: { query_timeout: number } }).options
    const usual = options.query_timeout
    await closeIdle()
    options.query_timeout = 1_000
    try {
      await withClient(db.ownerUrl(), async (holder) => {
        await holder.query('BEGIN; LOCK TABLE "AuditLog" IN ACCESS EXCLUSIVE MODE')
        const mentions = countMentions(['Grace Hopper'])
        mentions.catch(() => {})
        await untilLockWaited(db.ownerUrl(), 1_200)
        await holder.query('ROLLBACK')
        expect(await mentions).toBe(0)
      })
    } finally {
      options.query_timeout = usual
      await closeIdle()
    }
  })

  it('waits for a block that is being made of what it erases', async () => {
    const lease = await takeLease(getPool(), 'audit.seal', randomUUID())
    if (!lease) throw new Error('Another leads')
    await Promise.all(Array.from({ length: 300 }, (_, n) => logSuccess('LOGIN', `Lovelace signed in ${n}`)))
    await sealBatch(lease, new Counter())
    await db.ownerQuery(`CREATE FUNCTION slow_block() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM pg_sleep(1); RETURN NEW; END $$;
      CREATE TRIGGER slow_block BEFORE INSERT ON "AuditBlock" FOR EACH ROW EXECUTE FUNCTION slow_block()`)
    const filling = fillBlocks(lease, 1)
    await sleep(400)
    const mentions = await findMentions(termsOf(['Lovelace']), { after: firstId, limit: 200, isSealed: true })
    await withTx(ctx, (tx) => eraseEvents(tx, ctx, mentions, 'asked'))
    await filling
    await db.ownerQuery('DROP TRIGGER slow_block ON "AuditBlock"')
    await giveUpLease(getPool(), lease)
    await eraseSubject(ctx, { words: ['Lovelace'], reason: 'asked' })
    expect(await db.ownerQuery(`SELECT 1 FROM "AuditBlock" WHERE "words" @@ 'lovelace'`)).toEqual([])
  })

  it('is refused before anything happens when its reason names the person', async () => {
    await logSuccess('LOGIN', 'Mary Somerville signed in')
    const request = { words: ['Mary Somerville'], reason: 'Letter of mary somerville' }
    await expect(eraseSubject(ctx, request)).rejects.toThrow(/reason names the person/)
    expect(await countMentions(['Mary Somerville'])).toBe(1)
  })

  it('takes the person out of verifications and legal holds, but not out of a reason that still holds', async () => {
    const name = 'Sofia Kovalevskaya'
    const finding = { kind: 'event-missing', seq: 1, id: null, time: null, detail: `gone, says ${name}` }
    await db.ownerQuery(
      `SET session_replication_role = replica;
      INSERT INTO "AuditVerification" ("id", "startedAt", "startedBy", "heartbeatAt", "finishedAt", "size", "findings")
        VALUES ('${uuidv7()}', now(), '${name}', now(), now(), 1, '${JSON.stringify([finding, { ...finding, detail: 'other' }])}');
      INSERT INTO "AuditLegalHold" ("id", "reason", "createdAt", "createdBy", "releasedAt", "releasedBy")
        VALUES ('${uuidv7()}', 'Case of ${name}', now(), '${name}', now(), '${name}'),
          ('${uuidv7()}', 'Case of ${name}', now(), '${name}', NULL, NULL)`,
    )
    await eraseSubject(ctx, { words: [name], reason: 'asked' })
    const [verification] = await db.ownerQuery(
      `SELECT "startedBy", "findings" FROM "AuditVerification" WHERE "startedBy" = '[erased]'`,
    )
    expect(verification?.findings).toEqual([
      { ...finding, detail: '[erased]' },
      { ...finding, detail: 'other' },
    ])
    expect(
      await db.ownerQuery(
        `SELECT "reason", "createdBy", "releasedBy" FROM "AuditLegalHold" ORDER BY "releasedAt" NULLS LAST`,
      ),
    ).toEqual([
      { reason: '[erased]', createdBy: '[erased]', releasedBy: '[erased]' },
      { reason: `Case of ${name}`, createdBy: '[erased]', releasedBy: null },
    ])
  })

  it('that breaks off leaves no block of the search empty', async () => {
    await Promise.all(Array.from({ length: 300 }, (_, n) => logSuccess('LOGIN', `Emmy Noether signed in ${n}`)))
    const broken = eraseSubject(ctx, {
      words: ['Emmy Noether'],
      reason: 'asked',
      onProgress: () => {
        throw new Error('pulled')
      },
    })
    await expect(broken).rejects.toThrow('pulled')
    expect(await db.ownerQuery(`SELECT 1 FROM "AuditBlock" WHERE "words" @@ $1::tsquery`, ["'*'"])).toEqual([])
  })
})

it('refuses words that name nobody or everybody', async () => {
  for (const words of [[], [' '], ['ab']])
    await expect(eraseSubject(ctx, { words, reason: 'x' })).rejects.toThrow(/named|too short/)
})

it('an UPDATE by hand is refused to the application and to the owner, also with the word of the erasure', async () => {
  const sql = `UPDATE "AuditLog" SET "description" = ''`
  await expect(db.appQuery(`SELECT set_config('daybook.erasing', 'on', false); ${sql}`)).rejects.toThrow(
    /permission denied/,
  )
  await expect(
    db.ownerQuery(`SELECT set_config('daybook.erasing', 'on', false); UPDATE "AuditLog" SET "description" = 'forged'`),
  ).rejects.toThrow(/append-only/)
  await expect(getPool().query('SELECT daybook_erase_event($1, NULL, NULL, NULL)', [uuidv7()])).rejects.toThrow(
    /Nothing to erase/,
  )
})
