import type pg from 'pg'
import { hourMs, minuteMs } from '../../clock'
import { getPool, type Lease } from '../../db'
import { appendCheckpoint, checkpointFile, lastInFile } from './checkpoint-file'
import { formatCheckpoint, parseCheckpoint } from './checkpoint-note'
import { type Hash, rootAt } from './merkle'
import { asLeader, treeSize } from './seal'
import { openNote, signNote } from './signed-note'
import { checkpointSigner, checkpointVerifiers } from './signing-key'
import { hasSoundTimeSql } from './stored-event'
import { tileReader } from './tiles'

/** A signed statement: at this moment the trail had so many events, and this is the root of the tree over them. */
export type Checkpoint = { number: number; createdAt: Date; size: number; root: Hash; note: string }

/** The stored tree does not contain what was signed before: something was changed or taken away. */
export class LedgerInconsistent extends Error {
  constructor(problem: string) {
    super(problem)
    this.name = 'LedgerInconsistent'
  }
}

type Row = { number: number; createdAt: Date; size: string; rootHash: Buffer; note: string }

/** What stands for a time that a Date cannot be, such as infinity: who wrote it was not the sealer. */
const endOfTime = new Date('9999-12-31T23:59:59.999Z')

const fromRow = (row: Row): Checkpoint => ({
  number: row.number,
  createdAt: Number.isFinite(Number(row.createdAt)) ? row.createdAt : endOfTime,
  size: Number(row.size),
  root: row.rootHash,
  note: row.note,
})

/** The newest checkpoint; null before the first. */
export async function findLatestCheckpoint(client: pg.Pool | pg.PoolClient = getPool()): Promise<Checkpoint | null> {
  const { rows } = await client.query<Row>('SELECT * FROM "AuditCheckpoint" ORDER BY "number" DESC LIMIT 1')
  return rows[0] ? fromRow(rows[0]) : null
}

/**
 * Signs the tree as it is when a checkpoint is due: one a minute while there is news, one an hour when there is none.
 * Throws LedgerInconsistent, and signs nothing, when the tree does not contain the last one (of the table and of this
 * machine's file). `now` is the database's time unless it is given.
 */
export async function signCheckpointWhenDue(lease: Lease, now?: Date): Promise<Checkpoint | null> {
  const made = await asLeader(lease, async (client) => {
    const last = await findLatestCheckpoint(client)
    const size = await treeSize(client)
    const at = now ?? (await databaseTime(client))
    return isDue(last, size, at) && !(await isBehind(client)) ? sign(client, last, size, at) : null
  })
  // After the commit: the file never knows more than the table.
  if (made) await appendCheckpoint(made.note)
  return made
}

/** One clock for all leaders, whose own may differ. */
async function databaseTime(client: pg.PoolClient): Promise<Date> {
  const { rows } = await client.query<{ now: Date }>('SELECT clock_timestamp() AS now')
  const [row] = rows
  if (!row) throw new Error('A query without a table always answers a row')
  return row.now
}

/** The clock of a server that took over may be behind by so much. */
const clockToleranceMs = minuteMs

function isDue(last: Checkpoint | null, size: number, now: Date): boolean {
  if (size === 0) return last !== null
  if (!last) return true
  // Nobody signs for when a checkpoint was made: a time in the future must not put the next one off.
  const ageMs = now.getTime() - last.createdAt.getTime()
  const isYoung = ageMs >= -clockToleranceMs && ageMs < (size === last.size ? hourMs : minuteMs)
  return !isYoung
}

/** Looked at before signing: the oldest of what waits. */
const maxLookedAt = 10_000

/**
 * Whether events wait that were recorded half an hour ago, after the sealer was away or before there was one. A checkpoint
 * that left them out would make them look back-dated, so that it is signed once they are sealed.
 */
async function isBehind(client: pg.PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ behind: boolean }>(`
    WITH q AS MATERIALIZED (SELECT "id" FROM "AuditUnsealed" ORDER BY "id" LIMIT ${maxLookedAt})
    SELECT EXISTS (SELECT FROM "AuditLog" AS e WHERE e."id" = ANY(ARRAY(SELECT "id" FROM q))
      AND e."id" >= (SELECT "id" FROM q ORDER BY "id" LIMIT 1) AND e."id" <= (SELECT "id" FROM q ORDER BY "id" DESC LIMIT 1)
      AND e."createdAt" < clock_timestamp() - interval '30 min' AND ${hasSoundTimeSql('e')}) AS behind`)
  return rows[0]?.behind ?? false
}

async function sign(client: pg.PoolClient, last: Checkpoint | null, size: number, now: Date): Promise<Checkpoint> {
  const read = tileReader(client)
  const signer = checkpointSigner()
  const filed = await lastInFile()
  if (last) await refuseInconsistent(read, size, openStored(last), 'The last checkpoint')
  if (filed) await refuseInconsistent(read, size, openOurs(filed, checkpointFile()), 'The last checkpoint in the file')
  const root = await rootAt(read, size)
  const note = signNote(formatCheckpoint({ origin: signer.name, size, root }), signer)
  const made = { number: (last?.number ?? 0) + 1, createdAt: now, size, root, note }
  await client.query(
    'INSERT INTO "AuditCheckpoint" ("number", "createdAt", "size", "rootHash", "note") VALUES ($1, $2, $3, $4, $5)',
    [made.number, made.createdAt.toISOString(), made.size, made.root, made.note],
  )
  return made
}

/** What was signed, and not what the columns beside the note say: whoever changed the tree could change them too. */
function openStored({ number, note, size, root }: Checkpoint): { size: number; root: Hash } {
  const signed = openOurs(note, `the table, number ${number},`)
  if (signed.size !== size || !signed.root.equals(root))
    throw new LedgerInconsistent(`Checkpoint ${number} was signed for another tree than its row says: it was changed`)
  return signed
}

/**
 * Before this a new key has to say which one it follows: whoever could replace the key could replace the trail. An
 * instance that still has the old key does not know the new one, and signs nothing after it.
 */
function openOurs(note: string, where: string): { size: number; root: Hash } {
  const verifiers = checkpointVerifiers()
  try {
    const checkpoint = parseCheckpoint(openNote(note, verifiers).text)
    if (verifiers.some(({ name }) => name === checkpoint.origin)) return checkpoint
    throw new Error(`it is of another log, ${checkpoint.origin}`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new LedgerInconsistent(
      `The last checkpoint in ${where} is not ours: ${why}. After a change of the key the old one belongs into AUDIT_OLD_KEYS`,
    )
  }
}

async function refuseInconsistent(
  read: ReturnType<typeof tileReader>,
  size: number,
  known: { size: number; root: Hash },
  what: string,
): Promise<void> {
  if (known.size > size)
    throw new LedgerInconsistent(
      `${what} has ${known.size} events, the stored tree only ${size}: events were taken away`,
    )
  const root = await rootAt(read, known.size)
  if (!root.equals(known.root))
    throw new LedgerInconsistent(
      `${what} over ${known.size} events has another root than the stored tree: it was changed`,
    )
}
