import type pg from 'pg'
import { minuteMs, secondMs } from '../../../clock'
import { checkpointsInFile } from '../checkpoint-file'
import { type Checkpoint, parseCheckpoint } from '../checkpoint-note'
import { openNote, type Verifier, type Verifiers } from '../signed-note'
import type { Findings } from './finding'

/** A checkpoint that somebody holds, who that is, and when it was signed if the table can be believed. */
export type KnownCheckpoint = Checkpoint & { label: string; time: string | null }

type Row = { number: number; createdAt: Date; size: string; rootHash: Buffer; note: string; isAhead: boolean }

/** Clocks of the machines that sign differ by less. */
const skewMs = minuteMs

/** Notes from outside of the database: the file of this machine and what an auditor brings. */
export type OutsideNotes = { label: string; notes: readonly string[] }

/** The file beside the spool. */
export async function notesOfThisMachine(): Promise<OutsideNotes> {
  return { label: 'the file of this machine', notes: await checkpointsInFile() }
}

/**
 * Every checkpoint of the table and from outside whose signature holds, by size. What is wrong with one by itself
 * goes to the findings: a number left out, a signature that fails or is of a key that was no longer in use, a time that
 * cannot be, one from outside that the table does not have.
 */
export async function knownCheckpoints(
  pool: pg.Pool,
  verifier: Verifier | Verifiers,
  outside: readonly OutsideNotes[],
  findings: Findings,
): Promise<KnownCheckpoint[]> {
  const { rows } = await pool.query<Row>(
    `SELECT *, "createdAt" > clock_timestamp() + make_interval(secs => $1) AS "isAhead" FROM "AuditCheckpoint" ORDER BY "number"`,
    [skewMs / secondMs],
  )
  const keys = new KeysInTurn()
  const stored = rows.flatMap((row, i) => {
    checkNumberAndTime(row, rows[i - 1], findings)
    const checkpoint = opened(row.note, verifier, `Checkpoint ${row.number}`, row.createdAt, findings)
    if (!checkpoint) return []
    if (checkpoint.size !== Number(row.size) || !checkpoint.root.equals(row.rootHash))
      invalid(findings, `Checkpoint ${row.number} was signed for another tree than its row says.`, row.createdAt)
    const { name, id } = checkpoint.key
    if (!keys.accepts(checkpoint.key))
      invalid(
        findings,
        `Checkpoint ${row.number} was signed with ${name}+${id} after a newer key had followed it: somebody else may have the old one.`,
        row.createdAt,
      )
    // What cannot be true says nothing about events either.
    return [row.isAhead ? { ...checkpoint, time: null } : checkpoint]
  })
  const notes = new Set(rows.map(({ note }) => note))
  const brought = outside.flatMap(({ label, notes: given }) =>
    given.flatMap((note) => broughtFrom(label, note, notes, verifier, findings)),
  )
  return [...stored, ...brought].sort((a, b) => a.size - b.size)
}

function checkNumberAndTime({ number, createdAt, isAhead }: Row, before: Row | undefined, findings: Findings): void {
  const expected = (before?.number ?? 0) + 1
  if (number !== expected) {
    const detail = `Checkpoint ${expected}${number > expected + 1 ? ` to ${number - 1}` : ''} is missing.`
    findings.add({ kind: 'checkpoint-missing', seq: null, id: null, time: isoOf(createdAt), detail })
  }
  if (isAhead)
    invalid(
      findings,
      `The time of checkpoint ${number} is in the future: it was changed, or a clock is wrong.`,
      createdAt,
    )
  if (before && Number(createdAt) < Number(before.createdAt) - skewMs)
    invalid(findings, `Checkpoint ${number} is older than the one before it: its time was changed.`, createdAt)
}

/** One key follows the other; the one that was followed does not sign again. */
class KeysInTurn {
  readonly #retired = new Set<Verifier>()
  #current: Verifier | undefined

  accepts(key: Verifier): boolean {
    if (this.#retired.has(key)) return false
    if (this.#current && this.#current !== key) this.#retired.add(this.#current)
    this.#current = key
    return true
  }
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
): (KnownCheckpoint & { key: Verifier }) | undefined {
  try {
    const { text, key } = openNote(note, verifier)
    return { ...parseCheckpoint(text), key, label, time: isoOf(signedAt) }
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
