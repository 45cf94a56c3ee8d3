import { hash } from 'node:crypto'

/** 32 bytes of SHA-256. */
export type Hash = Buffer

const hashBytes = 32

/** Hashes in a full tile (C2SP tlog-tiles, height 8). */
export const tileWidth = 256

/** Level 0 holds the leaves' hashes; an entry of a higher level is the root of one full tile below. */
export type TileAt = { level: number; index: number }

/** One to 256 hashes, one after the other. */
export type Tile = TileAt & { hashes: Buffer }

/**
 * Reads stored tiles, in the order asked for; throws when one is missing. A stored tile may be longer than needed,
 * because the tree has grown since.
 */
export type ReadTiles = (wanted: readonly TileAt[]) => Promise<readonly Buffer[]>

/** A stored tile is not there or is too short: the tree can be neither read nor continued there. */
export class TreeDamaged extends Error {
  constructor(problem: string) {
    super(problem)
    this.name = 'TreeDamaged'
  }
}

/** The leaves [start, end) of a tree. `start` is a multiple of the smallest power of two that covers them. */
export type Span = { start: number; end: number }

/** The root of a tree without leaves: SHA-256 of nothing (RFC 6962 §2.1). */
export const emptyRoot: Hash = sha256(Buffer.alloc(0))

/** SHA-256(0x00 || data): the hash of a leaf. */
export function hashLeaf(data: Uint8Array): Hash {
  const bytes = Buffer.allocUnsafe(data.length + 1)
  bytes[0] = 0
  bytes.set(data, 1)
  return sha256(bytes)
}

/** 0x01 and two hashes: filled and hashed at once, so one buffer serves all. */
const pair = Buffer.alloc(1 + 2 * hashBytes, 1)

/** SHA-256(0x01 || left || right): the hash of an inner node. */
export function hashChildren(left: Hash, right: Hash): Hash {
  pair.set(checkedHash(left), 1)
  pair.set(checkedHash(right), 1 + hashBytes)
  return sha256(pair)
}

/** Asked for as text because that is a third quicker than as a buffer (measured on Node 24). */
function sha256(data: Buffer): Hash {
  return Buffer.from(hash('sha256', data, 'binary'), 'binary')
}

/**
 * The tiles that change when `leaves` are appended to a tree of `size`, each whole, by level and index. Reads only
 * the right edge, in one call.
 */
export async function appendLeaves(
  read: ReadTiles,
  size: number,
  leaves: readonly Hash[],
): Promise<{ size: number; tiles: Tile[] }> {
  const newSize = checkedSize(checkedSize(size) + leaves.length)
  const edges = grownLevels(size, newSize)
  const stored = await readTiles(
    read,
    edges.filter(({ kept }) => kept > 0),
  )
  const tiles: Tile[] = []
  let added = Buffer.concat(leaves.map(checkedHash))
  for (const { level, index, kept } of edges) {
    const hashes = kept > 0 ? Buffer.concat([stored(level, index, 0, kept), added]) : added
    const grown = splitTiles(level, index, hashes)
    tiles.push(...grown)
    added = Buffer.concat(grown.filter(isFull).map((tile) => perfectRoot(tile.hashes)))
  }
  return { size: newSize, tiles }
}

/** The levels that get hashes, each with its rightmost tile and the number of hashes that tile has already. */
function grownLevels(size: number, newSize: number) {
  const edges: (TileAt & { kept: number })[] = []
  for (let level = 0, unit = 1; Math.floor(newSize / unit) > Math.floor(size / unit); level += 1, unit *= tileWidth) {
    const entries = Math.floor(size / unit)
    edges.push({ level, index: Math.floor(entries / tileWidth), kept: entries % tileWidth })
  }
  return edges
}

const tileBytes = tileWidth * hashBytes

function splitTiles(level: number, firstIndex: number, hashes: Buffer): Tile[] {
  return Array.from({ length: Math.ceil(hashes.length / tileBytes) }, (_, at) => ({
    level,
    index: firstIndex + at,
    hashes: hashes.subarray(at * tileBytes, (at + 1) * tileBytes),
  }))
}

function isFull(tile: Tile): boolean {
  return tile.hashes.length === tileBytes
}

/** The root of the tree when it had `size` leaves. Reads one call of tiles, of the order of log(size). */
export async function rootAt(read: ReadTiles, size: number): Promise<Hash> {
  const [root] = await spanRoots(read, [{ start: 0, end: checkedSize(size) }])
  return root ?? emptyRoot
}

/** MTH of each span (RFC 6962 §2.1), with one call for the tiles of all of them. */
export async function spanRoots(read: ReadTiles, spans: readonly Span[]): Promise<Hash[]> {
  const parts = spans.map(perfectTrees)
  const stored = await readTiles(read, parts.flat())
  return parts.map((trees) => {
    let root: Hash | undefined
    for (const { level, index, first, count } of trees.toReversed()) {
      const left = perfectRoot(stored(level, index, first, count))
      root = root ? hashChildren(left, root) : left
    }
    return root ?? emptyRoot
  })
}

/** The trees of 2^n leaves that make up a span, from left to right, and where their hashes stand. */
function perfectTrees({ start, end }: Span) {
  const trees: (TileAt & { first: number; count: number })[] = []
  for (let at = start; at < end; ) {
    const leaves = powerOfTwoBelow(end - at + 1)
    let [level, unit] = [0, 1]
    while (unit * tileWidth <= leaves) [level, unit] = [level + 1, unit * tileWidth]
    const entry = at / unit
    const first = entry % tileWidth
    trees.push({ level, index: Math.floor(entry / tileWidth), first, count: leaves / unit })
    at += leaves
  }
  return trees
}

/** The largest power of two less than n, which is where RFC 6962 splits a tree of n leaves. */
export function powerOfTwoBelow(n: number): number {
  let power = 1
  // Not with shifts: they work on 32 bits.
  while (power * 2 < n) power *= 2
  return power
}

/** Reads each tile once and answers with parts of them; throws when a tile is shorter than what it should hold. */
async function readTiles(read: ReadTiles, wanted: readonly TileAt[]) {
  const places = new Map(wanted.map(({ level, index }) => [`${level}/${index}`, { level, index }]))
  const buffers = places.size === 0 ? [] : await read([...places.values()])
  const tiles = new Map([...places.keys()].map((place, at) => [place, buffers[at]]))
  return (level: number, index: number, first: number, count: number): Buffer => {
    const tile = tiles.get(`${level}/${index}`)
    const end = (first + count) * hashBytes
    if (!tile || tile.length < end) {
      const found = (tile?.length ?? 0) / hashBytes
      throw new TreeDamaged(`Tile ${index} of level ${level} has ${found} hashes, ${first + count} are needed`)
    }
    return tile.subarray(first * hashBytes, end)
  }
}

/** The root over 2^n hashes, folded level by level in a copy of them. */
function perfectRoot(hashes: Buffer): Hash {
  const folded = Buffer.from(hashes)
  for (let width = folded.length; width > hashBytes; width /= 2) {
    for (let at = 0; at < width; at += 2 * hashBytes) {
      folded.copy(pair, 1, at, at + 2 * hashBytes)
      folded.write(hash('sha256', pair, 'binary'), at / 2, 'binary')
    }
  }
  return Buffer.from(folded.subarray(0, hashBytes))
}

function checkedHash(value: Hash): Hash {
  if (value.length !== hashBytes) throw new RangeError(`A hash has 32 bytes, not ${value.length}`)
  return value
}

function checkedSize(size: number): number {
  if (!Number.isSafeInteger(size) || size < 0) throw new RangeError(`${size} is no size of a tree`)
  return size
}
