import { emptyRoot, type Hash, hashChildren } from '../merkle'

/** The roots of the whole subtrees so far, largest first: all that is needed to go on, at any size. */
export class CompactRange {
  readonly #roots: { hash: Hash; size: number }[] = []
  size = 0

  append(leaf: Hash): void {
    let node = { hash: leaf, size: 1 }
    for (let left = this.#roots.at(-1); left?.size === node.size; left = this.#roots.at(-1)) {
      this.#roots.pop()
      node = { hash: hashChildren(left.hash, node.hash), size: node.size * 2 }
    }
    this.#roots.push(node)
    this.size += 1
  }

  /** Root of the tree over what was appended so far (RFC 6962 §2.1). */
  root(): Hash {
    const [last, ...others] = this.#roots.toReversed()
    if (!last) return emptyRoot
    return others.reduce((right, left) => hashChildren(left.hash, right), last.hash)
  }
}
