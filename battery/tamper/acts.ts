import { renameSync } from 'node:fs'
import { checkpointFile, checkpointsInFile } from '../../lib/audit/ledger/checkpoint-file'
import { tileWidth } from '../../lib/audit/ledger/merkle'
import { untilSealed } from '../../lib/audit/ledger/sealer'
import { dayMs } from '../../lib/clock'
import { uuidv7 } from '../../lib/ids'
import type { World } from '../world'
import { type Act, exactly, fits, idsOf, type Place } from './act'
import { forgeWithTree } from './forge'

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
