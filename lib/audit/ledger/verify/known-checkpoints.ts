import type pg from 'pg'
import { checkpointsInFile } from '../checkpoint-file'
import { type Checkpoint, parseCheckpoint } from '../checkpoint-note'
import { openNote, type Verifier, type Verifiers } from '../signed-note'
import type { Findings } from './finding'

/** A checkpoint that somebody holds, and who that is. */
export type KnownCheckpoint = Checkpoint & { label: string; time: string | null }

type Row = { number: number; createdAt: Date; size: string; rootHash: Buffer; note: string }

/** Notes from outside of the database: the file of this machine and what an auditor brings. */
export type OutsideNotes = { label: string; notes: readonly string[] }

/** The file beside the spool. */
export async function notesOfThisMachine(): Promise<OutsideNotes> {
  return { label: 'the file of this machine', notes: await checkpointsInFile() }
}

/**
 * Every checkpoint of the table and from outside whose signature holds, by size. What is wrong with one by itself
 * goes to the findings: a number left out, a signature that fails, one from outside that the table does not have.
 */
export async function knownCheckpoints(
  pool: pg.Pool,
  verifier: Verifier | Verifiers,
  outside: readonly OutsideNotes[],
  findings: Findings,
): Promise<KnownCheckpoint[]> {
  const { rows } = await pool.query<Row>('SELECT * FROM "AuditCheckpoint" ORDER BY "number"')
  const stored = rows.flatMap((row, i) => {
    const expected = (rows[i - 1]?.number ?? 0) + 1
    if (row.number !== expected) {
      const detail = `Checkpoint ${expected}${row.number > expected + 1 ? ` to ${row.number - 1}` : ''} is missing.`
      findings.add({ kind: 'checkpoint-missing', seq: null, id: null, time: isoOf(row.createdAt), detail })
    }
    const checkpoint = opened(row.note, verifier, `Checkpoint ${row.number}`, row.createdAt, findings)
    if (!checkpoint) return []
    if (checkpoint.size !== Number(row.size) || !checkpoint.root.equals(row.rootHash))
      invalid(findings, `Checkpoint ${row.number} was signed for another tree than its row says.`, row.createdAt)
    return [checkpoint]
  })
  const notes = new Set(rows.map(({ note }) => note))
  const brought = outside.flatMap(({ label, notes: given }) =>
    given.flatMap((note) => broughtFrom(label, note, notes, verifier, findings)),
  )
  return [...stored, ...brought].sort((a, b) => a.size - b.size)
}

function broughtFrom(
  label: string,
  note: string,
  stored: ReadonlySet<string>,
  verifier: Verifier | Verifiers,
  findings: Findings,
): KnownCheckpoint[] {
  if (stored.has(note)) return []
  const checkpoint = opened(note, verifier, `A checkpoint of ${label}`, null, findings)
  if (!checkpoint) return []
  const detail = `A checkpoint over ${checkpoint.size} events that ${label} has is not in the table.`
  findings.add({ kind: 'checkpoint-missing', seq: null, id: null, time: null, detail })
  return [checkpoint]
}

function opened(
  note: string,
  verifier: Verifier | Verifiers,
  label: string,
  signedAt: Date | null,
  findings: Findings,
): KnownCheckpoint | undefined {
  try {
    const checkpoint = parseCheckpoint(openNote(note, verifier).text)
    return { ...checkpoint, label, time: isoOf(signedAt) }
  } catch (error) {
    invalid(findings, `${label} is not valid: ${error instanceof Error ? error.message : String(error)}`, signedAt)
    return undefined
  }
}

function invalid(findings: Findings, detail: string, time: Date | null): void {
  findings.add({ kind: 'checkpoint-invalid', seq: null, id: null, time: isoOf(time), detail })
}

/** Nobody signs for this time: PostgreSQL may have one that a Date cannot be, such as infinity. */
const isoOf = (time: Date | null) => (time && Number.isFinite(Number(time)) ? time.toISOString() : null)
