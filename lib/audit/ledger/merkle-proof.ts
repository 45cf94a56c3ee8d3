import { emptyRoot, type Hash, hashChildren, powerOfTwoBelow, type ReadTiles, type Span, spanRoots } from './merkle'

/** The hashes that lead from leaf `index` to the root of the tree of `size` (RFC 6962 §2.1.1). One call of `read`. */
export async function inclusionProof(read: ReadTiles, index: number, size: number): Promise<Hash[]> {
  if (!isLeafOf(index, size)) throw new RangeError(`A tree of ${size} has no leaf ${index}`)
  const siblings: Span[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + powerOfTwoBelow(end - start)
    if (index < middle) {
      siblings.unshift({ start: middle, end })
      end = middle
    } else {
      siblings.unshift({ start, end: middle })
      start = middle
    }
  }
  return spanRoots(read, siblings)
}

/**
 * The hashes that show the tree of `to` to begin with the tree of `from` (RFC 6962 §2.1.2). Empty when the sizes are
 * equal and for a tree without leaves, with which everything begins. One call of `read`.
 */
export async function consistencyProof(read: ReadTiles, from: number, to: number): Promise<Hash[]> {
  if (!areSizes(from, to)) throw new RangeError(`A tree of ${to} never had ${from} leaves`)
  if (from === 0) return []
  const parts: Span[] = []
  let [start, end] = [0, to]
  while (end > from) {
    const middle = start + powerOfTwoBelow(end - start)
    if (from <= middle) {
      parts.unshift({ start: middle, end })
      end = middle
    } else {
      parts.unshift({ start, end: middle })
      start = middle
    }
  }
  // What remains ends where the old tree ended. The old root is known to the verifier, a part of it is not.
  if (start > 0) parts.unshift({ start, end })
  return spanRoots(read, parts)
}

/** True when `proof` leads from `leaf` at `index` to `root`, the root of a tree of `size` (RFC 9162 §2.1.3.2). */
export function verifyInclusion(leaf: Hash, index: number, size: number, proof: readonly Hash[], root: Hash): boolean {
  if (!isLeafOf(index, size) || ![leaf, ...proof].every(isHash)) return false
  let [node, last, found] = [index, size - 1, leaf]
  for (const sibling of proof) {
    if (last === 0) return false
    if (isOdd(node) || node === last) {
      found = hashChildren(sibling, found)
      ;[node, last] = upToSibling(node, last)
    } else {
      found = hashChildren(found, sibling)
      ;[node, last] = [half(node), half(last)]
    }
  }
  return last === 0 && found.equals(root)
}

/**
 * True when the tree with `rootTo` begins with the tree with `rootFrom` (RFC 9162 §2.1.4.2). Every tree begins with
 * the empty one; that says nothing about `rootTo`.
 */
export function verifyConsistency(
  from: number,
  to: number,
  proof: readonly Hash[],
  rootFrom: Hash,
  rootTo: Hash,
): boolean {
  if (!areSizes(from, to) || ![rootFrom, rootTo, ...proof].every(isHash)) return false
  if (from === 0 && !rootFrom.equals(emptyRoot)) return false
  if (from === to) return proof.length === 0 && rootFrom.equals(rootTo)
  if (from === 0) return proof.length === 0
  let [node, last] = upPastLefts(from - 1, to - 1)
  // A tree of 2^n leaves is whole in the new one: then the proof begins with its root, unsaid.
  const [first, ...rest] = node === 0 ? [rootFrom, ...proof] : proof
  if (!first) return false
  let [old, grown] = [first, first]
  for (const sibling of rest) {
    if (last === 0) return false
    if (isOdd(node) || node === last) {
      ;[old, grown] = [hashChildren(sibling, old), hashChildren(sibling, grown)]
      ;[node, last] = upToSibling(node, last)
    } else {
      grown = hashChildren(grown, sibling)
      ;[node, last] = [half(node), half(last)]
    }
  }
  return last === 0 && old.equals(rootFrom) && grown.equals(rootTo)
}

/** One level up from a right child, or, at the right edge, up to where the node has a sibling again, and over it. */
function upToSibling(node: number, last: number): [number, number] {
  while (node > 0 && !isOdd(node)) [node, last] = [half(node), half(last)]
  return [half(node), half(last)]
}

/** Up as long as the node is a right child: to the root of the last perfect tree of the old tree. */
function upPastLefts(node: number, last: number): [number, number] {
  while (isOdd(node)) [node, last] = [half(node), half(last)]
  return [node, last]
}

// Not `& 1` and `>> 1`: those cut numbers to 32 bits.
const isOdd = (n: number) => n % 2 === 1
const half = (n: number) => Math.floor(n / 2)

const isHash = (value: Hash) => value.length === 32

function areSizes(from: number, to: number): boolean {
  return Number.isSafeInteger(from) && Number.isSafeInteger(to) && from >= 0 && from <= to
}

function isLeafOf(index: number, size: number): boolean {
  return Number.isSafeInteger(index) && Number.isSafeInteger(size) && index >= 0 && index < size
}
