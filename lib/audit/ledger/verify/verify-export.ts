import { z } from 'zod'
import { parseCheckpoint } from '../checkpoint-note'
import { exactJson } from '../exact-json'
import {
  type Body,
  bodyHashOf,
  type Commitments,
  eventSaltBytes,
  type Group,
  groupFields,
  groups,
  leafData,
} from '../leaf'
import { hashLeaf } from '../merkle'
import { openNote, type Verifier, type Verifiers } from '../signed-note'
import { CompactRange } from './compact-range'
import { Findings, timeOfId } from './finding'
import { hasNameTwice } from './json-names'
import { linesOf } from './lines-of'
import type { VerificationResult } from './verify-database'

const hashBytes = 32
const Hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`))

/** What a line needs to have; its other fields are the event. */
const Line = z.looseObject({
  id: z.uuid(),
  seq: z.number().int().min(0),
  occurredAt: z.iso.datetime(),
  action: z.string(),
  severity: z.string(),
  source: z.string(),
  actorType: z.string(),
  evidence: z.object({
    recordedAt: z.string(),
    salt: Hex(eventSaltBytes),
    erased: z
      .object({ actor: Hex(hashBytes), content: Hex(hashBytes), reference: Hex(hashBytes) })
      .partial()
      .optional(),
  }),
})
type Line = z.infer<typeof Line>

export type ExportOptions = {
  file: string
  checkpoint: string
  verifier: Verifier | Verifiers
  onProgress?: (lines: number) => void
}

/**
 * Verifies an NDJSON export against a signed checkpoint, with nothing but these two and the public key. The export has to
 * hold every event that the checkpoint covers; events sealed after it are not looked at. Throws when a line or the
 * checkpoint cannot be read at all.
 */
export async function verifyExport({
  file,
  checkpoint,
  verifier,
  onProgress,
}: ExportOptions): Promise<VerificationResult> {
  const { size, root } = parseCheckpoint(openNote(checkpoint, verifier).text)
  const findings = new Findings()
  const leaves = Buffer.alloc(size * hashBytes)
  const found = new Uint8Array(size)
  let number = 0
  for await (const text of linesOf(file)) {
    number += 1
    if (text.trim() === '') continue
    const line = parseLine(text, number)
    if (!line || line.seq >= size) continue
    const { seq, id } = line
    if (found[seq])
      findings.add({
        kind: 'event-changed',
        seq,
        id,
        time: timeOfId(id),
        detail: `Two lines say that they are event ${seq}.`,
      })
    found[seq] = 1
    leafOf(line).copy(leaves, seq * hashBytes)
    if (number % 10_000 === 0) onProgress?.(number)
  }
  tellMissing(found, findings)
  const range = new CompactRange()
  for (let seq = 0; seq < size; seq += 1) range.append(leaves.subarray(seq * hashBytes, (seq + 1) * hashBytes))
  if (findings.count === 0 && !range.root().equals(root)) {
    const detail = `The events do not add up to the checkpoint over ${size} events: at least one was changed, or put in another's place.`
    findings.add({ kind: 'checkpoint-contradicted', seq: null, id: null, time: null, detail })
  }
  return { size, checkpoints: 1, findings: findings.list, findingCount: findings.count }
}

/** An event that was not sealed when it was exported is covered by no checkpoint. */
function parseLine(text: string, number: number): Line | undefined {
  const value = parseJson(text, number)
  if (value !== null && typeof value === 'object' && 'seq' in value && value.seq === null) return undefined
  const result = Line.safeParse(value)
  if (result.success) return result.data
  const [issue] = result.error.issues
  throw new Error(`Line ${number} is no event of an export: ${issue?.path.join('.')}: ${issue?.message}`)
}

function parseJson(text: string, number: number): unknown {
  const value = parsed(text, number)
  // Marked by exactJson; an object has a name at least, which would be taken for one that was dropped.
  if (typeof value === 'string')
    throw new Error(`Line ${number} is no event of an export: it is text, or nested too deep`)
  // Readers differ in which of two values they take: what one of them shows would not be what was verified.
  if (hasNameTwice(text, value)) throw new Error(`Line ${number} has a name twice`)
  return value
}

function parsed(text: string, number: number): unknown {
  try {
    return exactJson(text)
  } catch (cause) {
    throw new Error(`Line ${number} is not JSON`, { cause })
  }
}

function leafOf(line: Line): Buffer {
  const { recordedAt, salt, erased } = line.evidence
  const commitments: Partial<Commitments> = {}
  for (const group of groups) {
    const hash = erased?.[group]
    if (hash === undefined) continue
    if (hasValues(line, group)) throw new Error(`Event ${line.seq} has values that are said to be erased`)
    commitments[group] = Buffer.from(hash, 'hex')
  }
  const body = { ...line, occurredAt: new Date(line.occurredAt) } as unknown as Body
  return hashLeaf(Buffer.from(leafData(line.id, recordedAt, bodyHashOf(body, Buffer.from(salt, 'hex'), commitments))))
}

/** The commitment alone is hashed of an erased group, so that a value put there would go unseen. */
function hasValues(line: Line, group: Group): boolean {
  return groupFields[group].some((field) => line[field] !== null && line[field] !== undefined && line[field] !== '')
}

function tellMissing(found: Uint8Array, findings: Findings): void {
  for (let seq = 0; seq < found.length; seq += 1) {
    if (found[seq]) continue
    const first = seq
    while (seq + 1 < found.length && !found[seq + 1]) seq += 1
    const detail =
      first === seq ? `Event ${seq} is not in the export.` : `Events ${first} to ${seq} are not in the export.`
    findings.add({ kind: 'event-missing', seq: first, id: null, time: null, detail })
  }
}
