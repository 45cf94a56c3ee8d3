import type pg from 'pg'
import { getPool } from '../../../db'
import { type Hash, tileWidth } from '../merkle'
import { treeSize } from '../seal'
import type { Verifier, Verifiers } from '../signed-note'
import { RecordedOrder } from './backdated'
import { checkEvent } from './check-event'
import { rootOf, TreeCheck } from './check-tree'
import { Claims } from './claims'
import { findDoubled } from './doubled'
import { type Finding, Findings, timeOfId } from './finding'
import { knownCheckpoints, notesOfThisMachine, type OutsideNotes } from './known-checkpoints'
import { readSealed, readSealedEvents, type Sealed } from './read-sealed'
import { findUnsealed } from './unsealed'

/** What a verification found. `size` is the number of sealed events that were looked at. */
export type VerificationResult = { size: number; checkpoints: number; findings: Finding[]; findingCount: number }

export type VerifyOptions = {
  verifier: Verifier | Verifiers
  /** Checkpoints that an auditor kept; the file of this machine is always looked at. */
  outside?: readonly OutsideNotes[]
  /** Called after every few thousand events. */
  onProgress?: (checked: number, size: number) => void | Promise<void>
  signal?: AbortSignal
}

/** A multiple of the width of a tile. */
const pageSize = 16 * tileWidth

/**
 * Works out every leaf from the stored columns, the tree from its leaves, and compares them with the stored tree and with
 * every signed checkpoint. Sealed events only: what is sealed meanwhile is for the next time. Changes nothing.
 */
export async function verifyDatabase(options: VerifyOptions): Promise<VerificationResult> {
  const pool = getPool()
  const findings = new Findings()
  const outside = [await notesOfThisMachine(), ...(options.outside ?? [])]
  // Checkpoints first: the tree contains at least what they were signed for.
  const checkpoints = await knownCheckpoints(pool, options.verifier, outside, findings)
  const size = await treeSize(pool)
  const tree = new TreeCheck(pool, checkpoints, findings)
  const claims = new Claims(pool)
  const look: Look = { pool, claims, order: new RecordedOrder(checkpoints), findings }
  await claims.load()
  let next = readSealed(pool, 0, Math.min(pageSize, size))
  for (let from = 0; from < size; from += pageSize) {
    options.signal?.throwIfAborted()
    const to = Math.min(from + pageSize, size)
    const places = await next
    // The database works on the next page while this one is hashed.
    next = readSealed(pool, to, Math.min(to + pageSize, size))
    next.catch(() => {})
    const hashes = await tree.leaves(from, to)
    await checkPage(look, places, hashes, from, to)
    growTree(tree, hashes, to - from, from, findings)
    await options.onProgress?.(to, size)
  }
  await next
  await tree.finish()
  await claims.check(findings, () => announceFrom(pool, size, tree, claims))
  await findUnsealed(findings)
  await findDoubled(findings)
  return { size, checkpoints: checkpoints.length, findings: findings.list, findingCount: findings.count }
}

type Look = { pool: pg.Pool; claims: Claims; order: RecordedOrder; findings: Findings }

async function checkPage(
  look: Look,
  places: readonly Sealed[],
  hashes: readonly Hash[],
  from: number,
  to: number,
): Promise<void> {
  const { pool, claims, findings } = look
  const found = new Map(places.map((place) => [place.seq, place]))
  const suspects: string[] = []
  for (let seq = from; seq < to; seq += 1) {
    const place = found.get(seq)
    if (!place) {
      const detail = `Nothing stands at place ${seq} of the order any more.`
      findings.add({ kind: 'order-gap', seq, id: null, time: null, detail })
    } else if (checkPlace(place, hashes[seq - from], look).count > 0) suspects.push(place.id)
  }
  if (suspects.length === 0) return
  // An event that was erased, archived or dropped between two reads is no finding: the second look sees it whole.
  await claims.load()
  for (const place of await readSealedEvents(pool, suspects))
    findings.addAll(checkPlace(place, hashes[place.seq - from], look))
}

/** What is wrong with one event. What it says about others is believed when that is nothing. */
function checkPlace(place: Sealed, sealed: Hash | undefined, { claims, order }: Look): Findings {
  const wrong = new Findings()
  claims.look(place)
  if (!place.event && claims.mayBeDropped(place.id)) return wrong
  checkEvent(place, sealed, wrong)
  if (wrong.count > 0) return wrong
  if (place.event) claims.announce(place.event)
  // Only what was sealed so: a time that was changed afterwards is a change.
  order.check(place, wrong)
  return wrong
}

/** Erasures and drops that were sealed after the size was read: what they took out was seen to be gone. */
async function announceFrom(pool: pg.Pool, size: number, tree: TreeCheck, claims: Claims): Promise<void> {
  const grown = await treeSize(pool)
  for (let from = size; from < grown; from += pageSize) {
    const to = Math.min(from + pageSize, grown)
    const places = await readSealed(pool, from, to)
    const hashes = await tree.leaves(from, to)
    for (const place of places) {
      const wrong = new Findings()
      checkEvent(place, hashes[place.seq - from], wrong)
      if (wrong.count === 0 && place.event) claims.announce(place.event)
    }
  }
}

/** Goes on with the stored hashes, so that one changed event is one finding and not one for every root above it. */
function growTree(tree: TreeCheck, hashes: readonly Hash[], wanted: number, from: number, findings: Findings): void {
  // After a hole nothing can follow.
  if (tree.size < from) return
  for (const hash of hashes) tree.append(hash)
  for (let at = 0; at + tileWidth <= hashes.length; at += tileWidth)
    tree.tileDone(rootOf(hashes.slice(at, at + tileWidth)))
  if (hashes.length < wanted) {
    const seq = from + hashes.length
    findings.add({
      kind: 'tree-changed',
      seq,
      id: null,
      time: null,
      detail: `The stored tree has no leaf for event ${seq}.`,
    })
  }
}

/** One line for people: where and what. */
export function sentenceOf({ kind, seq, id, time, detail }: Finding): string {
  const where = [seq === null ? '' : `seq ${seq}`, id ?? '', time ?? (id ? timeOfId(id) : '')].filter(
    (part) => part !== '',
  )
  return `${kind}: ${detail}${where.length > 0 ? ` (${where.join(', ')})` : ''}`
}
