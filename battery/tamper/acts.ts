import { renameSync } from 'node:fs'
import { checkpointFile, checkpointsInFile } from '../../lib/audit/ledger/checkpoint-file'
import { commitment } from '../../lib/audit/ledger/leaf'
import { tileWidth } from '../../lib/audit/ledger/merkle'
import { untilSealed } from '../../lib/audit/ledger/sealer'
import { bodyOf, type StoredEvent, storedEventColumns } from '../../lib/audit/ledger/stored-event'
import type { Finding } from '../../lib/audit/ledger/verify/finding'
import type { OutsideNotes } from '../../lib/audit/ledger/verify/known-checkpoints'
import type { VerificationResult } from '../../lib/audit/ledger/verify/verify-database'
import { dayMs } from '../../lib/clock'
import { uuidv7 } from '../../lib/ids'
import type { World } from '../world'
import { forgeWithTree } from './forge'

export type Place = { seq: number; id: string }

/** Something that only the owner of the database can do, what has to be found, and how it is undone. */
export type Act = {
  name: string
  /** Tables whose rows it touches, and which of them: kept before and put back afterwards. */
  keeps: readonly { table: string; where: string }[]
  run(): Promise<unknown>
  undo?(): Promise<unknown>
  /** What an auditor brings. */
  outside?: readonly OutsideNotes[]
  /** Undefined when exactly this was found; else what was wrong with it. */
  judge(result: VerificationResult): string | undefined
}

type Expected = Partial<Finding>

/** All of these and no other. */
const exactly =
  (expected: readonly Expected[]) =>
  ({ findings, findingCount }: VerificationResult): string | undefined => {
    const missed = expected.filter((one) => !findings.some((finding) => fits(finding, one)))
    const [first] = missed
    if (first) return `${missed.length} of ${expected.length} were not found, such as ${JSON.stringify(first)}`
    return findingCount === expected.length ? undefined : `${findingCount} findings instead of ${expected.length}`
  }

const fits = (finding: Finding, expected: Expected): boolean =>
  Object.entries(expected).every(([key, value]) => Reflect.get(finding, key) === value)

const idsOf = (places: readonly { id: string }[]): string => `"id" IN (${places.map(({ id }) => `'${id}'`).join(', ')})`

/** Many small acts at once, each on an event of its own. */
export async function changesOfRows(world: World, places: readonly Place[]): Promise<Act> {
  const [text, moment, digit, gone, one, two, salt, hash, erased, moved] = places
  if (!text || !moment || !digit || !gone || !one || !two || !salt || !hash || !erased || !moved)
    throw new Error('Too few events to change')
  const backDated = '01890000-0000-7000-8000-000000000001'
  const slipped = uuidv7()
  const set = (place: Place, change: string) =>
    world.attack(`UPDATE "AuditLog" SET ${change} WHERE "id" = '${place.id}'`)
  const changed = [text, moment, digit, one, two, salt, hash, moved]
  return {
    name: 'ten events changed, removed, swapped, erased in secret; two put in; a partition detached meanwhile',
    keeps: [
      { table: 'AuditLog', where: idsOf([...places, { id: backDated }, { id: slipped }]) },
      { table: 'AuditErasure', where: idsOf(places) },
    ],
    run: async () => {
      await set(text, `"description" = "description" || '.'`)
      await set(moment, `"createdAt" = "createdAt" + interval '1 microsecond'`)
      // A difference that a double would round away.
      const more = `to_jsonb(("metadata"->>'amountMinor')::numeric + 0.00000000000000000000001)`
      await set(digit, `"metadata" = jsonb_set("metadata", '{amountMinor}', ${more})`)
      await world.attack(`DELETE FROM "AuditLog" WHERE "id" = '${gone.id}'`)
      await world.attack(`UPDATE "AuditLog" a SET "description" = b."description", "metadata" = b."metadata",
        "after" = b."after", "entityId" = b."entityId" FROM "AuditLog" b
        WHERE (a."id", b."id") IN (('${one.id}', '${two.id}'), ('${two.id}', '${one.id}'))`)
      await set(salt, `"salt" = set_byte("salt", 0, get_byte("salt", 0) # 1)`)
      await set(hash, `"bodyHash" = set_byte("bodyHash", 0, get_byte("bodyHash", 0) # 1)`)
      await eraseInSecret(world, erased)
      await putIn(world, '"AuditLog"', text, backDated)
      const partition = await partitionOf(world, moved)
      await putIn(world, await newestPartition(world), text, slipped)
      await whileDetached(world, partition, () =>
        world.attack(`UPDATE ${partition} SET "userAgent" = 'forged' WHERE "id" = '${moved.id}'`),
      )
    },
    judge: exactly([
      ...changed.map((place) => ({ kind: 'event-changed' as const, ...place })),
      { kind: 'event-missing', ...gone },
      { kind: 'erasure-unrecorded', id: erased.id },
      { kind: 'event-unsealed', id: backDated },
      { kind: 'event-unsealed', id: slipped },
    ]),
  }
}

async function eraseInSecret(world: World, { id }: Place): Promise<void> {
  const [event] = await world.query<StoredEvent & { salt: Buffer }>(
    `SELECT ${storedEventColumns('e')}, e."salt" FROM "AuditLog" AS e WHERE e."id" = $1`,
    [id],
  )
  if (!event) throw new Error('There is no such event')
  const hash = commitment('content', bodyOf(event), event.salt)
  await world.query('SELECT daybook_erase_event($1, NULL, $2, NULL)', [id, hash])
}

const putIn = (world: World, table: string, like: Place, id: string) =>
  world.attack(`INSERT INTO ${table} SELECT (json_populate_record(NULL::"AuditLog",
    (row_to_json(e)::jsonb || '{"id": "${id}"}')::json)).* FROM "AuditLog" e WHERE e."id" = '${like.id}'`)

async function partitionOf(world: World, { id }: Place): Promise<string> {
  const [row] = await world.query<{ name: string }>(
    `SELECT tableoid::regclass::text AS name FROM "AuditLog" WHERE "id" = $1`,
    [id],
  )
  return row?.name ?? ''
}

async function newestPartition(world: World): Promise<string> {
  const [row] = await world.query<{ name: string }>(
    `SELECT tableoid::regclass::text AS name FROM "AuditLog" ORDER BY "id" DESC LIMIT 1`,
  )
  return row?.name ?? ''
}

async function whileDetached(world: World, partition: string, act: () => Promise<unknown>): Promise<void> {
  const [bounds] = await world.query<{ spec: string }>(
    `SELECT pg_get_expr(relpartbound, oid) AS spec FROM pg_class WHERE oid = $1::regclass`,
    [partition],
  )
  await world.query(`ALTER TABLE "AuditLog" DETACH PARTITION ${partition}`)
  await act()
  await world.query(`ALTER TABLE "AuditLog" ATTACH PARTITION ${partition} ${bounds?.spec}`)
}

/** The oldest month is emptied: as many findings as it had events. */
export async function emptiedPartition(world: World): Promise<Act> {
  const [row] = await world.query<{ name: string; count: number }>(
    `SELECT tableoid::regclass::text AS name, count(*)::int AS count FROM "AuditLog" GROUP BY 1 ORDER BY min("occurredAt") LIMIT 1`,
  )
  const { name = '', count = 0 } = row ?? {}
  return {
    name: `a partition of ${count} events emptied`,
    keeps: [{ table: 'AuditLog', where: `tableoid = '${name}'::regclass` }],
    run: () => world.attack(`TRUNCATE ${name}`),
    judge: ({ findings, findingCount }) =>
      findingCount === count && findings.every(({ kind }) => kind === 'event-missing')
        ? undefined
        : `${findingCount} findings instead of ${count} missing events`,
  }
}

/** A hash of a leaf: the event no longer is what was sealed. */
export async function changedLeaf(world: World, place: Place): Promise<Act> {
  const [index, at] = [Math.floor(place.seq / tileWidth), (place.seq % tileWidth) * 32]
  const where = `"level" = 0 AND "index" = ${index}`
  return {
    name: 'a leaf of the tree changed',
    keeps: [{ table: 'AuditTile', where }],
    run: () =>
      world.attack(
        `UPDATE "AuditTile" SET "hashes" = set_byte("hashes", ${at}, get_byte("hashes", ${at}) # 1) WHERE ${where}`,
      ),
    judge: ({ findings }) =>
      findings.some((finding) => fits(finding, { kind: 'event-changed', ...place }))
        ? undefined
        : 'the event was not found',
  }
}

/** Everything about one event is rewritten: found within the span between two checkpoints. */
export async function rewrittenTree(world: World, place: Place): Promise<Act> {
  const sizes = await world.query<{ size: number }>('SELECT "size"::int AS size FROM "AuditCheckpoint" ORDER BY 1')
  const before = sizes.map(({ size }) => size).filter((size) => size <= place.seq)
  const from = before.at(-1) ?? 0
  return {
    name: 'an event forged together with its leaf and the tree above',
    keeps: [
      { table: 'AuditLog', where: idsOf([place]) },
      { table: 'AuditTile', where: 'true' },
    ],
    run: () => forgeWithTree(world, place),
    judge: exactly([{ kind: 'checkpoint-contradicted', seq: from }]),
  }
}

/** A place in the order is emptied. */
export async function holeInTheOrder(world: World, place: Place): Promise<Act> {
  return {
    name: 'a hole in the order',
    keeps: [{ table: 'AuditLeaf', where: idsOf([place]) }],
    run: () => world.attack(`DELETE FROM "AuditLeaf" WHERE "seq" = ${place.seq}`),
    judge: exactly([
      { kind: 'order-gap', seq: place.seq },
      { kind: 'event-unsealed', id: place.id },
    ]),
  }
}

/** The newest events go with all that is known of them in the database; `isFileGone` also what this machine remembers. */
export async function cutEnd(world: World, size: number, isFileGone: boolean): Promise<Act> {
  const keep = Math.floor((size - 1) / tileWidth) * tileWidth
  const newest = `"id" IN (SELECT "id" FROM "AuditLeaf" WHERE "seq" >= ${keep})`
  const [first] = await world.query<{ id: string }>(`SELECT "id" FROM "AuditLeaf" WHERE "seq" = ${keep}`)
  const notes = await checkpointsInFile()
  const aside = `${checkpointFile()}.aside`
  const from = `"id" >= '${first?.id}'`
  return {
    name: isFileGone
      ? 'the end cut off and the file removed, with one checkpoint that an auditor kept'
      : 'the end cut off',
    keeps: [
      { table: 'AuditLog', where: from },
      { table: 'AuditLeaf', where: `"seq" >= ${keep}` },
      { table: 'AuditTile', where: `"level" = 0 AND "index" >= ${keep / tileWidth}` },
      { table: 'AuditCheckpoint', where: `"size" > ${keep}` },
    ],
    run: async () => {
      if (isFileGone) renameSync(checkpointFile(), aside)
      await world.attack(`DELETE FROM "AuditLog" WHERE ${newest}`)
      await world.attack(`DELETE FROM "AuditLeaf" WHERE "seq" >= ${keep}`)
      await world.attack(`DELETE FROM "AuditTile" WHERE "level" = 0 AND "index" >= ${keep / tileWidth}`)
      await world.attack(`DELETE FROM "AuditCheckpoint" WHERE "size" > ${keep}`)
    },
    undo: async () => {
      if (isFileGone) renameSync(aside, checkpointFile())
    },
    ...(isFileGone && { outside: [{ label: 'the auditor', notes: notes.slice(-1) }] }),
    judge: ({ findings }) =>
      findings.some((finding) => fits(finding, { kind: 'tree-shrunk', seq: keep })) &&
      findings.every(({ kind }) => kind === 'tree-shrunk' || kind === 'checkpoint-missing')
        ? undefined
        : `it was not told that ${size - keep} events are gone`,
  }
}

/** The newest checkpoint goes; this machine's file remembers it. */
export async function lostCheckpoint(world: World): Promise<Act> {
  const [last] = await world.query<{ number: number }>('SELECT max("number") AS number FROM "AuditCheckpoint"')
  const where = `"number" = ${last?.number}`
  return {
    name: 'the newest checkpoint removed',
    keeps: [{ table: 'AuditCheckpoint', where }],
    run: () => world.attack(`DELETE FROM "AuditCheckpoint" WHERE ${where}`),
    judge: exactly([{ kind: 'checkpoint-missing' }]),
  }
}

/** The owner puts an event in with an old date, triggers and all, and lets it be sealed. */
export async function backDatedEvent(world: World): Promise<Act> {
  const id = uuidv7(new Date(Date.now() - 3 * dayMs))
  const [tree] = await world.query<{ size: number }>('SELECT count(*)::int AS size FROM "AuditLeaf"')
  const size = tree?.size ?? 0
  return {
    name: 'an event put in with a date of three days ago, and sealed',
    keeps: [
      { table: 'AuditLog', where: idsOf([{ id }]) },
      { table: 'AuditLeaf', where: `"seq" >= ${size}` },
      { table: 'AuditTile', where: 'true' },
      { table: 'AuditBlock', where: 'true' },
      { table: 'AuditCheckpoint', where: 'true' },
      { table: 'AuditHour', where: 'true' },
      { table: 'AuditMinute', where: 'true' },
    ],
    run: async () => {
      // Nothing is signed meanwhile: this machine's file would remember the event.
      await world.attack(`UPDATE "AuditCheckpoint" SET "createdAt" = now()
        WHERE "number" = (SELECT max("number") FROM "AuditCheckpoint")`)
      await world.query(
        `INSERT INTO "AuditLog" ("id", "occurredAt", "createdAt", "action", "severity", "description", "actorType")
          VALUES ($1, now() - interval '3 days', now() - interval '3 days', 'LOGIN', 'INFO', 'I was here', 'system')`,
        [id],
      )
      await untilSealed()
    },
    judge: exactly([{ kind: 'event-backdated', seq: size, id }]),
  }
}

/** A forged copy of an event stands in the archive under its id. */
export async function copyInTheArchive(world: World, { seq, id }: Place): Promise<Act> {
  return {
    name: 'a forged copy of an event in the archive',
    keeps: [],
    run: async () => {
      await world.query('CREATE TABLE "forged" PARTITION OF "audit_log_archive" DEFAULT')
      await world.attack(`INSERT INTO "forged" SELECT * FROM "AuditLog" WHERE "id" = '${id}'`)
      await world.attack(`UPDATE "forged" SET "description" = 'forged'`)
    },
    undo: () => world.query('DROP TABLE "forged"'),
    judge: exactly([{ kind: 'event-doubled', seq, id }]),
  }
}

/** A row that says that months were dropped hides no event that goes. */
export async function dropThatNobodyRecorded(world: World, place: Place): Promise<Act> {
  const where = `"partition" = 'AuditLog_2000_01'`
  return {
    name: 'an event removed, and a row that says that everything was dropped',
    keeps: [
      { table: 'AuditLog', where: idsOf([place]) },
      { table: 'AuditDrop', where },
    ],
    run: async () => {
      await world.attack(`INSERT INTO "AuditDrop" ("partition", "fromId", "toId", "rows", "droppedAt")
        VALUES ('AuditLog_2000_01', '00000000-0000-0000-0000-000000000000', 'ffffffff-ffff-ffff-ffff-ffffffffffff', 1, now())`)
      await world.attack(`DELETE FROM "AuditLog" WHERE ${idsOf([place])}`)
    },
    judge: exactly([{ kind: 'event-missing', ...place }, { kind: 'drop-unrecorded' }]),
  }
}

/** The times of the checkpoints that allow an event to be dated back are moved. */
export async function movedTimes(world: World): Promise<Act> {
  const [last] = await world.query<{ number: number }>('SELECT max("number") AS number FROM "AuditCheckpoint"')
  return {
    name: 'a checkpoint dated before the one that it follows, and one dated ahead',
    keeps: [{ table: 'AuditCheckpoint', where: 'true' }],
    run: async () => {
      await world.attack(
        `UPDATE "AuditCheckpoint" SET "createdAt" = now() + interval '1 day' WHERE "number" = ${last?.number}`,
      )
      await world.attack(`UPDATE "AuditCheckpoint" SET "createdAt" = "createdAt" - interval '1 day' WHERE "number" = 2`)
    },
    judge: exactly([{ kind: 'checkpoint-invalid' }, { kind: 'checkpoint-invalid' }]),
  }
}
