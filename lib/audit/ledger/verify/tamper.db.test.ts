import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { dayMs } from '../../../clock'
import { getPool } from '../../../db'
import { uuidv7 } from '../../../ids'
import { newConversion, staffContext } from '../../../testing/business'
import { useDatabase } from '../../../testing/database'
import { AuditAction, logError, logSuccess } from '../..'
import { appendCheckpoint, checkpointsInFile } from '../checkpoint-file'
import { formatCheckpoint } from '../checkpoint-note'
import { hashLeaf, rootAt } from '../merkle'
import { Sealer, untilSealed } from '../sealer'
import { signerFromSeed, signNote, verifierOf } from '../signed-note'
import { checkpointSigner, checkpointVerifier } from '../signing-key'
import { tileReader } from '../tiles'
import type { Finding } from './finding'
import { verifyDatabase } from './verify-database'

const db = useDatabase()

const verify = () => verifyDatabase({ verifier: checkpointVerifier() })
/** A superuser for whom no trigger fires. */
const attack = (sql: string) => db.ownerQuery(`SET session_replication_role = replica; ${sql}`)

async function seal(): Promise<void> {
  await untilSealed()
  // As if a minute had passed since the last checkpoint.
  await attack(`UPDATE "AuditCheckpoint" SET "createdAt" = "createdAt" - interval '2 min'`)
  const sealer = new Sealer()
  await sealer.work()
  await sealer.leave()
}

beforeAll(async () => {
  await newConversion(staffContext())
  for (let i = 0; i < 3; i += 1) {
    await Promise.all(
      Array.from({ length: 200 }, (_, n) =>
        logSuccess(AuditAction.LOGIN, `Event ${i} ${n}`, { metadata: { n, price: 1.5 } }),
      ),
    )
    await logError(AuditAction.API_ERROR, 'It failed', new Error('boom'), {
      entityType: 'Lead',
      entityId: randomUUID(),
    })
    await seal()
  }
})

type Target = { seq: string; id: string }
async function someEvent(where = 'true'): Promise<Target> {
  const [row] = await db.ownerQuery<Target>(
    `SELECT l."seq", l."id" FROM "AuditLeaf" l JOIN "AuditLog" e USING ("id") WHERE ${where} ORDER BY random() LIMIT 1`,
  )
  if (!row) throw new Error('No such event')
  return row
}

/** Does something forbidden, expects exactly these findings, puts everything back and expects none. */
async function expectFound(tables: string[], act: () => Promise<unknown>, expected: (Partial<Finding> | undefined)[]) {
  for (const table of tables) await db.ownerQuery(`CREATE TABLE "kept_${table}" AS SELECT * FROM "${table}"`)
  await act()
  const { findings } = await verify()
  for (const table of tables)
    await attack(
      `DELETE FROM "${table}"; INSERT INTO "${table}" SELECT * FROM "kept_${table}"; DROP TABLE "kept_${table}"`,
    )
  expect(findings).toMatchObject(expected)
  expect(findings).toHaveLength(expected.length)
  expect((await verify()).findings).toEqual([])
}

const at = ({ seq, id }: Target) => ({ seq: Number(seq), id })

it('finds nothing in a trail that nobody touched', async () => {
  const { size, checkpoints, findings } = await verify()
  expect(findings).toEqual([])
  expect(size).toBeGreaterThan(600)
  expect(checkpoints).toBeGreaterThanOrEqual(3)
})

describe('finds and locates what a superuser changed with the triggers off', () => {
  it('in any column of an event', async () => {
    const columns = await db.ownerQuery<{ name: string; type: string; nullable: boolean }>(
      `SELECT attname AS name, format_type(atttypid, NULL) AS type, NOT attnotnull AS nullable
       FROM pg_attribute WHERE attrelid = '"AuditLog"'::regclass AND attnum > 0 AND attname <> 'id'`,
    )
    expect(columns.length).toBeGreaterThan(25)
    const change: Record<string, string> = {
      text: `coalesce("column", '') || '.'`,
      jsonb: `'{"forged": true}'`,
      bytea: `set_byte("column", 0, get_byte("column", 0) # 1)`,
      '"AuditSeverity"': `'CRITICAL'`,
      'timestamp with time zone': `"column" + interval '1 ms'`,
    }
    const targets = await db.ownerQuery<Target>(
      `SELECT l."seq", l."id" FROM "AuditLeaf" l JOIN "AuditLog" e USING ("id")
       WHERE e."severity" = 'INFO' AND e."salt" IS NOT NULL ORDER BY random() LIMIT ${columns.length}`,
    )
    const changes = columns.map(({ name, type }, i) => {
      const value = name === 'actorType' ? `'job'` : (change[type] ?? type).replaceAll('column', name)
      return `UPDATE "AuditLog" SET "${name}" = ${value} WHERE "id" = '${targets[i]?.id}'`
    })
    const found = targets.map((target) => ({ kind: 'event-changed' as const, ...at(target) }))
    await expectFound(
      ['AuditLog'],
      () => attack(changes.join(';')),
      found.sort((a, b) => a.seq - b.seq),
    )
  })

  it('when it was recorded, by one microsecond', async () => {
    const target = await someEvent()
    const sql = `UPDATE "AuditLog" SET "createdAt" = "createdAt" + interval '1 microsecond' WHERE "id" = '${target.id}'`
    await expectFound(['AuditLog'], () => attack(sql), [{ kind: 'event-changed', ...at(target) }])
  })

  it('when it was recorded, by days', async () => {
    const target = await someEvent('l."seq" > 450')
    const sql = `UPDATE "AuditLog" SET "createdAt" = "createdAt" - interval '3 days' WHERE "id" = '${target.id}'`
    await expectFound(['AuditLog'], () => attack(sql), [{ kind: 'event-changed', ...at(target) }])
  })

  it('the last digit of a number that a double rounds', async () => {
    const target = await someEvent(`e."metadata" ? 'price'`)
    const sql = `UPDATE "AuditLog" SET "metadata" = jsonb_set("metadata", '{price}', '1.50000000000000000000001') WHERE "id" = '${target.id}'`
    await expectFound(['AuditLog'], () => attack(sql), [{ kind: 'event-changed', ...at(target) }])
  })

  it('a removed event', async () => {
    const target = await someEvent()
    await expectFound(['AuditLog'], () => attack(`DELETE FROM "AuditLog" WHERE "id" = '${target.id}'`), [
      { kind: 'event-missing', ...at(target) },
    ])
  })

  it('two events whose contents were swapped', async () => {
    const [one, two] = [
      await someEvent(`e."description" LIKE 'Event 0 1_'`),
      await someEvent(`e."description" LIKE 'Event 1 1_'`),
    ]
    const pair = [at(one), at(two)].sort((a, b) => a.seq - b.seq)
    const swap = `UPDATE "AuditLog" a SET "description" = b."description", "metadata" = b."metadata" FROM "AuditLog" b
      WHERE (a."id", b."id") IN (('${one.id}', '${two.id}'), ('${two.id}', '${one.id}'))`
    await expectFound(
      ['AuditLog'],
      () => attack(swap),
      pair.map((place) => ({ kind: 'event-changed', ...place })),
    )
  })

  it('two events whose places in the order were swapped', async () => {
    const swap = `UPDATE "AuditLeaf" SET "id" = CASE "seq" WHEN 10 THEN x.b ELSE x.a END
      FROM (SELECT (SELECT "id" FROM "AuditLeaf" WHERE "seq" = 10) AS a, (SELECT "id" FROM "AuditLeaf" WHERE "seq" = 11) AS b) x
      WHERE "seq" IN (10, 11)`
    const deferrable = `ALTER TABLE "AuditLeaf" DROP CONSTRAINT IF EXISTS x; DROP INDEX "AuditLeaf_id_key"; ${swap};
      CREATE UNIQUE INDEX "AuditLeaf_id_key" ON "AuditLeaf" ("id")`
    await expectFound(['AuditLeaf'], () => attack(deferrable), [
      { kind: 'event-changed', seq: 10 },
      { kind: 'event-changed', seq: 11 },
    ])
  })

  it('an event put in with a date of long ago', async () => {
    const id = '01890000-0000-7000-8000-000000000001'
    const sql = `INSERT INTO "AuditLog" ("id", "occurredAt", "createdAt", "action", "severity", "description", "actorType")
      VALUES ('${id}', '2023-06-28', '2023-06-28', 'LOGIN', 'INFO', 'I was here', 'system')`
    await expectFound(['AuditLog'], () => attack(sql), [
      { kind: 'event-unsealed', id, time: '2023-06-28T03:15:47.328Z' },
    ])
  })

  it('an event that the owner puts in with an old date, and lets the sealer seal', async () => {
    const id = uuidv7(new Date(Date.now() - 3 * dayMs))
    await expectFound([
      'AuditLog',
      'AuditLeaf',
      'AuditTile',
      'AuditUnsealed',
      'AuditMinute',
      'AuditHour',
      'AuditBlock',
      'AuditCheckpoint',
    ], async () => {
      // So that none is due.
      await attack(
        `UPDATE "AuditCheckpoint" SET "createdAt" = now() WHERE "number" = (SELECT max("number") FROM "AuditCheckpoint")`,
      )
      await db.ownerQuery(`INSERT INTO "AuditLog" ("id", "occurredAt", "createdAt", "action", "severity", "description", "actorType")
          VALUES ('${id}', now() - interval '3 days', now() - interval '3 days', 'LOGIN', 'INFO', 'I was here', 'system')`)
      await untilSealed()
    }, [{ kind: 'event-backdated', id }])
  })

  it('an event put straight into a partition', async () => {
    const partition = await currentPartition()
    const id = randomUUID()
    const sql = `INSERT INTO ${partition} SELECT (json_populate_record(NULL::${partition}, (row_to_json(e)::jsonb || '{"id": "${uuidLike(id)}"}')::json)).*
      FROM (SELECT * FROM "AuditLog" ORDER BY "id" DESC LIMIT 1) e`
    await expectFound(['AuditLog'], () => attack(sql), [{ kind: 'event-unsealed' }])
  })

  it('a partition that was emptied', async () => {
    const partition = await currentPartition()
    const gone = await db.ownerQuery<Target>(
      `SELECT l."seq", l."id" FROM "AuditLeaf" l JOIN ${partition} USING ("id") ORDER BY 1`,
    )
    await expectFound(
      ['AuditLog'],
      () =>
        attack(
          `ALTER TABLE ${partition} DISABLE TRIGGER ALL; TRUNCATE ${partition}; ALTER TABLE ${partition} ENABLE TRIGGER ALL`,
        ),
      gone.map((target) => ({ kind: 'event-missing', ...at(target) })),
    )
  })

  it('work in a partition that was detached and attached again', async () => {
    const partition = await currentPartition()
    const target = await someEvent(`e.tableoid = '${partition.replaceAll("'", "''")}'::regclass`)
    const [bounds] = await db.ownerQuery<{ spec: string }>(
      `SELECT pg_get_expr(relpartbound, oid) AS spec FROM pg_class WHERE oid = '${partition}'::regclass`,
    )
    const sql = `ALTER TABLE "AuditLog" DETACH PARTITION ${partition};
      UPDATE ${partition} SET "description" = 'forged' WHERE "id" = '${target.id}';
      ALTER TABLE "AuditLog" ATTACH PARTITION ${partition} ${bounds?.spec}`
    await expectFound(['AuditLog'], () => attack(sql), [{ kind: 'event-changed', ...at(target) }])
  })

  it('a leaf of the tree', async () => {
    const target = await someEvent()
    const at256 = Number(target.seq) % 256
    const sql = `UPDATE "AuditTile" SET "hashes" = set_byte("hashes", ${at256 * 32}, get_byte("hashes", ${at256 * 32}) # 1)
      WHERE "level" = 0 AND "index" = ${Math.floor(Number(target.seq) / 256)}`
    const { findings } = await changedTiles(sql)
    expect(findings[0]).toMatchObject({ kind: 'event-changed', ...at(target) })
  })

  it('an event together with its leaf, its hash and the tree above: to the span between two checkpoints', async () => {
    const target = await someEvent(`l."seq" BETWEEN 230 AND 250`)
    const { findings } = await changedTiles(await rewrite(target))
    expect(findings).toMatchObject([{ kind: 'checkpoint-contradicted' }])
    const from = findings[0]?.seq ?? -1
    expect(from).toBeLessThanOrEqual(Number(target.seq))
    expect(from).toBeGreaterThan(200)
  })

  it('a checkpoint that is dated ahead, or before the one that it follows', async () => {
    await expectFound(
      ['AuditCheckpoint'],
      () =>
        attack(`UPDATE "AuditCheckpoint" SET "createdAt" = now() + interval '1 day'
            WHERE "number" = (SELECT max("number") FROM "AuditCheckpoint");
          UPDATE "AuditCheckpoint" SET "createdAt" = "createdAt" - interval '1 day' WHERE "number" = 2`),
      [{ kind: 'checkpoint-invalid' }, { kind: 'checkpoint-invalid' }],
    )
  })

  it('a checkpoint that is signed with an old key after there was a new one', async () => {
    const old = checkpointVerifier()
    const size = (await verify()).size
    const origin = checkpointSigner().name
    const newer = signerFromSeed(origin, Buffer.alloc(32, 'newer'))
    const verifiers = [verifierOf(newer), old] as const
    const root = await rootAt(tileReader(getPool()), size)
    const note = formatCheckpoint({ origin, size, root })
    const insert = (text: string, minutes: number) =>
      db.ownerQuery(
        `INSERT INTO "AuditCheckpoint" ("number", "createdAt", "size", "rootHash", "note")
          SELECT max("number") + 1, max("createdAt") + $1 * interval '1 min', $2, $3, $4 FROM "AuditCheckpoint"`,
        [minutes, size, root, text],
      )
    await db.ownerQuery('CREATE TABLE "kept" AS SELECT * FROM "AuditCheckpoint"')
    await attack(`UPDATE "AuditCheckpoint" SET "createdAt" = "createdAt" - interval '1 hour'`)
    await insert(signNote(note, newer), 5)
    expect((await verifyDatabase({ verifier: verifiers })).findings).toEqual([])
    await insert(signNote(note, checkpointSigner()), 5)
    await insert(signNote(note, newer), 5)
    const { findings } = await verifyDatabase({ verifier: verifiers })
    await attack(`DELETE FROM "AuditCheckpoint"; INSERT INTO "AuditCheckpoint" SELECT * FROM "kept"; DROP TABLE "kept"`)
    expect(findings).toMatchObject([{ kind: 'checkpoint-invalid' }])
    expect(findings[0]?.detail).toContain(`${old.name}+${old.id} after a newer key`)
  })

  it('the end cut off', async () => {
    await expectFound(
      ['AuditLog', 'AuditLeaf', 'AuditTile', 'AuditCheckpoint'],
      () =>
        attack(`DELETE FROM "AuditLog" WHERE "id" IN (SELECT "id" FROM "AuditLeaf" WHERE "seq" >= 512);
          DELETE FROM "AuditLeaf" WHERE "seq" >= 512; DELETE FROM "AuditTile" WHERE "level" = 0 AND "index" >= 2;
          DELETE FROM "AuditCheckpoint" WHERE "size" > 512`),
      [{ kind: 'checkpoint-missing' }, { kind: 'tree-shrunk', seq: 512 }],
    )
  })

  it('a hole in the order', async () => {
    const { id } = await someEvent('l."seq" = 33')
    await expectFound(['AuditLeaf'], () => attack(`DELETE FROM "AuditLeaf" WHERE "seq" = 33`), [
      { kind: 'order-gap', seq: 33 },
      { kind: 'event-unsealed', id },
    ])
  })

  it('the newest checkpoint removed, from the file of this machine', async () => {
    expect((await checkpointsInFile()).length).toBeGreaterThanOrEqual(3)
    await expectFound(
      ['AuditCheckpoint'],
      () => attack(`DELETE FROM "AuditCheckpoint" WHERE "number" = (SELECT max("number") FROM "AuditCheckpoint")`),
      [{ kind: 'checkpoint-missing' }],
    )
  })

  it('a checkpoint in the middle removed, and one with another signature', async () => {
    await expectFound(['AuditCheckpoint'], () => attack(`DELETE FROM "AuditCheckpoint" WHERE "number" = 2`), [
      { kind: 'checkpoint-missing' },
      { kind: 'checkpoint-missing' },
    ])
    await expectFound(
      ['AuditCheckpoint'],
      () => attack(`UPDATE "AuditCheckpoint" SET "note" = left("note", -8) || 'AAAAAA=' || chr(10) WHERE "number" = 1`),
      [{ kind: 'checkpoint-invalid' }, { kind: 'checkpoint-missing' }],
    )
  })

  it('values taken away without an event that says so', async () => {
    const target = await someEvent()
    await expectFound(['AuditLog', 'AuditErasure'], async () => {
      const { commitment } = await import('../leaf')
      const { bodyOf, readStoredEvents } = await import('../stored-event')
      const [event] = await readStoredEvents(getPool(), [target.id])
      const [row] = await db.ownerQuery<{ salt: Buffer | null }>(
        `SELECT coalesce(e."salt", l."salt") AS salt FROM "AuditLog" e JOIN "AuditLeaf" l USING ("id") WHERE "id" = $1`,
        [target.id],
      )
      if (!event || !row?.salt) throw new Error('No event')
      const hash = commitment('content', bodyOf(event), row.salt)
      await db.ownerQuery('SELECT daybook_erase_event($1, NULL, $2, NULL)', [target.id, hash])
    }, [{ kind: 'erasure-unrecorded', id: target.id }])
  })
})

it('raises no false alarm after VACUUM FULL and a rewrite of every table', async () => {
  for (const table of ['AuditLog', 'AuditLeaf', 'AuditTile', 'AuditCheckpoint'])
    await db.ownerQuery(`VACUUM FULL "${table}"`)
  expect((await verify()).findings).toEqual([])
})

it('tells of a checkpoint that an auditor kept and the table does not have', async () => {
  const note = (await checkpointsInFile()).at(-1) ?? ''
  expect(note).not.toBe('')
  const { findings } = await verifyDatabase({
    verifier: checkpointVerifier(),
    outside: [{ label: 'the auditor', notes: [note] }],
  })
  expect(findings).toEqual([])
  await appendCheckpoint('not a note\n')
  expect((await verify()).findings).toMatchObject([{ kind: 'checkpoint-invalid' }])
})

async function currentPartition(): Promise<string> {
  const [row] = await db.ownerQuery<{ name: string }>(
    `SELECT tableoid::regclass::text AS name FROM "AuditLog" ORDER BY "id" DESC LIMIT 1`,
  )
  return row?.name ?? ''
}

/** An id of this month, so that the partition takes it. */
function uuidLike(random: string): string {
  const hex = Date.now().toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${random.slice(15)}`
}

async function changedTiles(sql: string) {
  const tables = ['AuditLog', 'AuditLeaf', 'AuditTile']
  for (const table of tables) await db.ownerQuery(`CREATE TABLE "kept_${table}" AS SELECT * FROM "${table}"`)
  await attack(sql)
  const result = await verify()
  for (const table of tables)
    await attack(
      `DELETE FROM "${table}"; INSERT INTO "${table}" SELECT * FROM "kept_${table}"; DROP TABLE "kept_${table}"`,
    )
  expect((await verify()).findings).toEqual([])
  return result
}

/** SQL that forges an event with all that is stored about it, as the owner of the database can. */
async function rewrite(target: Target): Promise<string> {
  const { bodyHashOf, leafData } = await import('../leaf')
  const { bodyOf, readStoredEvents } = await import('../stored-event')
  const { rootOf } = await import('./check-tree')
  const [event] = await readStoredEvents(getPool(), [target.id])
  const [row] = await db.ownerQuery<{ salt: Buffer | null }>(
    `SELECT coalesce(e."salt", l."salt") AS salt FROM "AuditLog" e JOIN "AuditLeaf" l USING ("id") WHERE "id" = $1`,
    [target.id],
  )
  const [tile] = await db.ownerQuery<{ hashes: Buffer }>(
    'SELECT "hashes" FROM "AuditTile" WHERE "level" = 0 AND "index" = 0',
  )
  if (!event || !row?.salt || !tile) throw new Error('No event')
  const bodyHash = bodyHashOf({ ...bodyOf(event), description: 'forged' }, row.salt)
  const leaf = hashLeaf(Buffer.from(leafData(event.id, event.recordedAt, bodyHash)))
  const hashes = Buffer.from(tile.hashes)
  leaf.copy(hashes, Number(target.seq) * 32)
  const root = rootOf(Array.from({ length: 256 }, (_, i) => hashes.subarray(i * 32, i * 32 + 32)))
  const column = event.bodyHash ? 'AuditLog' : 'AuditLeaf'
  return `UPDATE "AuditLog" SET "description" = 'forged' WHERE "id" = '${target.id}';
    UPDATE "${column}" SET "bodyHash" = '\\x${bodyHash.toString('hex')}' WHERE "id" = '${target.id}';
    UPDATE "AuditTile" SET "hashes" = '\\x${hashes.toString('hex')}' WHERE "level" = 0 AND "index" = 0;
    UPDATE "AuditTile" SET "hashes" = overlay("hashes" PLACING '\\x${root.toString('hex')}'::bytea FROM 1) WHERE "level" = 1 AND "index" = 0`
}
