import type pg from 'pg'
import { type Hash, tileWidth } from '../merkle'
import { CompactRange } from './compact-range'
import type { Findings } from './finding'
import type { KnownCheckpoint } from './known-checkpoints'

const hashBytes = 32

type TileRow = { level: number; index: string; hashes: Buffer }

/** Follows the tree from its leaves to the signed roots, one tile after the other. */
export class TreeCheck {
  readonly #pool: pg.Pool
  readonly #findings: Findings
  readonly #checkpoints: KnownCheckpoint[]
  readonly #range = new CompactRange()
  /** Entries of the levels above the leaves, as far as they follow from below. */
  readonly #levels: Hash[][] = []
  #goodSize = 0
  #contradicted = 0

  constructor(pool: pg.Pool, checkpoints: readonly KnownCheckpoint[], findings: Findings) {
    this.#pool = pool
    this.#checkpoints = [...checkpoints]
    this.#findings = findings
  }

  /** The stored hashes of the leaves [from, to), from the tiles of level 0. A hole ends it: nothing can follow. */
  async leaves(from: number, to: number): Promise<Hash[]> {
    const first = Math.floor(from / tileWidth)
    const last = Math.ceil(to / tileWidth)
    const { rows } = await this.#pool.query<TileRow>({
      name: 'audit-verify-tiles',
      text: `SELECT "level", "index"::text, "hashes" FROM "AuditTile" WHERE "level" = 0 AND "index" >= $1 AND "index" < $2 ORDER BY "index"`,
      values: [first, last],
    })
    const found = new Map(rows.map((row) => [Number(row.index), row.hashes]))
    const hashes: Hash[] = []
    for (let at = from; at < to; at += 1) {
      const place = (at % tileWidth) * hashBytes
      const hash = found.get(Math.floor(at / tileWidth))?.subarray(place, place + hashBytes)
      if (hash?.length !== hashBytes) break
      hashes.push(hash)
    }
    return hashes
  }

  /** Goes on with the next leaf and looks at the checkpoints that were signed at this size. */
  append(leaf: Hash): void {
    this.#range.append(leaf)
    this.#atSize()
  }

  get size(): number {
    return this.#range.size
  }

  /** Looks at what was signed for the present size; also called once for the empty tree. */
  #atSize(): void {
    for (let known = this.#checkpoints[0]; known && known.size <= this.size; known = this.#checkpoints[0]) {
      this.#checkpoints.shift()
      if (this.#range.root().equals(known.root)) this.#goodSize = known.size
      else this.#contradict(known)
    }
  }

  /** Only the first is told: every later one contains it. */
  #contradict(known: KnownCheckpoint): void {
    this.#contradicted += 1
    if (this.#contradicted > 1) return
    this.#findings.add({
      kind: 'checkpoint-contradicted',
      seq: this.#goodSize,
      id: null,
      time: known.time,
      detail: `${known.label} over ${known.size} events has another root: an event from ${this.#goodSize} to ${known.size - 1} was changed together with the tree.`,
    })
  }

  /** What cannot be known before the last leaf: checkpoints beyond it, and the tiles above the leaves. */
  async finish(): Promise<void> {
    for (const known of this.#checkpoints.splice(0)) {
      this.#findings.add({
        kind: 'tree-shrunk',
        seq: this.size,
        id: null,
        time: known.time,
        detail: `${known.label} was signed for ${known.size} events, and only ${this.size} are left.`,
      })
    }
    await this.#checkUpperTiles()
  }

  /** Called with the root of each full tile of leaves, in order. */
  tileDone(root: Hash): void {
    this.#push(0, root)
  }

  #push(level: number, root: Hash): void {
    const entries = (this.#levels[level] ??= [])
    entries.push(root)
    if (entries.length % tileWidth === 0) this.#push(level + 1, rootOf(entries.slice(-tileWidth)))
  }

  async #checkUpperTiles(): Promise<void> {
    const { rows } = await this.#pool.query<TileRow>(
      `SELECT "level", "index"::text, "hashes" FROM "AuditTile" WHERE "level" > 0 ORDER BY "level", "index"`,
    )
    for (const { level, index, hashes } of rows) {
      const from = Number(index) * tileWidth
      const entries = this.#levels[level - 1]?.slice(from, from + tileWidth) ?? []
      for (let i = 0; i < hashes.length / hashBytes; i += 1) {
        const stored = hashes.subarray(i * hashBytes, (i + 1) * hashBytes)
        const own = entries[i]
        // The tree may have grown since the last leaf that was looked at.
        if (own && !own.equals(stored)) this.#tellTile(level, from + i)
      }
    }
    this.#levels.forEach((entries, i) => {
      const tiles = rows.filter(({ level }) => level === i + 1)
      const stored = tiles.reduce((sum, { hashes }) => sum + hashes.length / hashBytes, 0)
      if (stored < entries.length) this.#tellTile(i + 1, stored)
    })
  }

  #tellTile(level: number, entry: number): void {
    const width = tileWidth ** level
    this.#findings.add({
      kind: 'tree-changed',
      seq: entry * width,
      id: null,
      time: null,
      detail: `The stored tree does not follow from its leaves for the events ${entry * width} to ${(entry + 1) * width - 1}.`,
    })
  }
}

/** Root of a full tile. */
export function rootOf(hashes: readonly Hash[]): Hash {
  const range = new CompactRange()
  for (const hash of hashes) range.append(hash)
  return range.root()
}
