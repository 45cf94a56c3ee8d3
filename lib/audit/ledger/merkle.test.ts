import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import {
  appendLeaves,
  emptyRoot,
  type Hash,
  hashChildren,
  hashLeaf,
  type ReadTiles,
  rootAt,
  type TileAt,
  tileWidth,
} from './merkle'
import { consistencyProof, inclusionProof, verifyConsistency, verifyInclusion } from './merkle-proof'

// Thousands of trees and proofs, on a machine that may be busy.
vi.setConfig({ testTimeout: 60_000 })

const unhex = (text: string) => Buffer.from(text, 'hex')

/** The reference tree of certificate-transparency (cpp/merkletree/merkle_tree_test.cc): leaves, roots at 1 to 8, paths. */
const published = {
  leaves: ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'],
  roots: [
    '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
    'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
    'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
    'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
    '4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4',
    '76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef',
    'ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c',
    '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
  ],
  inclusions: [
    { index: 0, size: 1, proof: [] },
    {
      index: 0,
      size: 8,
      proof: [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    },
    {
      index: 5,
      size: 8,
      proof: [
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    },
    { index: 2, size: 3, proof: ['fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125'] },
    {
      index: 1,
      size: 5,
      proof: [
        '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    },
  ],
  consistencies: [
    { from: 1, to: 1, proof: [] },
    {
      from: 1,
      to: 8,
      proof: [
        '96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7',
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        '6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4',
      ],
    },
    {
      from: 6,
      to: 8,
      proof: [
        '0ebc5d3437fbe2db158b9f126a1d118e308181031d0a949f8dededebc558ef6a',
        'ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0',
        'd37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7',
      ],
    },
    {
      from: 2,
      to: 5,
      proof: [
        '5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e',
        'bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b',
      ],
    },
  ],
}

const place = ({ level, index }: TileAt) => `${level}/${index}`

/** A tree whose tiles are kept in memory and whose reads are counted. */
class StoredTree {
  size = 0
  readonly tiles = new Map<string, Buffer>()
  readonly calls: TileAt[][] = []

  readonly read: ReadTiles = async (wanted) => {
    this.calls.push([...wanted])
    return wanted.map((tile) => this.tiles.get(place(tile)) ?? fail(`tile ${place(tile)} is missing`))
  }

  async append(leaves: readonly Hash[]): Promise<this> {
    const grown = await appendLeaves(this.read, this.size, leaves)
    for (const tile of grown.tiles) this.tiles.set(place(tile), Buffer.from(tile.hashes))
    this.size = grown.size
    return this
  }

  widths(level: number): number[] {
    return [...this.tiles].filter(([at]) => at.startsWith(`${level}/`)).map(([, hashes]) => hashes.length / 32)
  }
}

function fail(message: string): never {
  throw new Error(message)
}

/** MTH as RFC 6962 §2.1 writes it down. */
function naiveRoot(leaves: readonly Hash[]): Hash {
  const sha256 = (...parts: Uint8Array[]) => createHash('sha256').update(Buffer.concat(parts)).digest()
  const [first, second] = leaves
  if (!first) return sha256()
  if (!second) return first
  let split = 1
  while (split * 2 < leaves.length) split *= 2
  return sha256(Buffer.of(1), naiveRoot(leaves.slice(0, split)), naiveRoot(leaves.slice(split)))
}

const manyLeaves = Array.from({ length: 600 }, (_, at) => hashLeaf(Buffer.from(`leaf ${at}`)))
const manyRoots = Array.from({ length: 601 }, (_, size) => naiveRoot(manyLeaves.slice(0, size)))
const manyTree = await new StoredTree().append(manyLeaves)

const leafAt = (index: number) => manyLeaves[index] ?? fail('no such leaf')
const naiveRootAt = (size: number) => manyRoots[size] ?? fail('no such size')

const altered = (hash: Hash) => Buffer.from(hash.map((byte, at) => (at === 7 ? byte ^ 1 : byte)))

/** Every way to alter one hash of a proof, to leave one out and to put one in. */
function alteredProofs(proof: readonly Hash[]): Hash[][] {
  return [
    ...proof.map((hash, at) => proof.with(at, altered(hash))),
    ...proof.map((_, at) => proof.toSpliced(at, 1)),
    ...[0, proof.length].map((at) => proof.toSpliced(at, 0, emptyRoot)),
  ]
}

describe('the reference tree of certificate-transparency', async () => {
  const leaves = published.leaves.map((leaf) => hashLeaf(unhex(leaf)))
  const tree = await new StoredTree().append(leaves)
  const root = (size: number) => unhex(published.roots[size - 1] ?? '')

  it('has the published roots at every size', async () => {
    expect((await rootAt(tree.read, 0)).toString('hex')).toBe(
      'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    )
    for (const [at, expected] of published.roots.entries())
      expect((await rootAt(tree.read, at + 1)).toString('hex')).toBe(expected)
  })

  it.each(published.inclusions)('has the published path of leaf $index of $size', async ({ index, size, proof }) => {
    const found = await inclusionProof(tree.read, index, size)
    expect(found.map((hash) => hash.toString('hex'))).toEqual(proof)
    expect(verifyInclusion(leaves[index] ?? emptyRoot, index, size, proof.map(unhex), root(size))).toBe(true)
  })

  it.each(published.consistencies)('has the published proof from $from to $to', async ({ from, to, proof }) => {
    const found = await consistencyProof(tree.read, from, to)
    expect(found.map((hash) => hash.toString('hex'))).toEqual(proof)
    expect(verifyConsistency(from, to, proof.map(unhex), root(from), root(to))).toBe(true)
  })
})

describe('tiles', () => {
  it('are those of the example of C2SP tlog-tiles, a tree of 70,000', async () => {
    const leaves = Array.from({ length: 70_000 }, (_, at) => hashLeaf(Buffer.from(`${at}`)))
    const tree = await new StoredTree().append(leaves)
    expect(tree.widths(0)).toEqual([...Array.from({ length: 273 }, () => 256), 112])
    expect(tree.widths(1)).toEqual([256, 17])
    expect(tree.widths(2)).toEqual([1])
    expect(tree.tiles.get('0/1')).toEqual(Buffer.concat(leaves.slice(256, 512)))
    expect(tree.tiles.get('1/1')?.subarray(0, 32)).toEqual(naiveRoot(leaves.slice(256 * 256, 257 * 256)))
    expect(tree.tiles.get('2/0')).toEqual(naiveRoot(leaves.slice(0, 256 * 256)))
    expect(await rootAt(tree.read, 70_000)).toEqual(naiveRoot(leaves))
    for (const [index, size] of [
      [0, 70_000],
      [69_999, 70_000],
      [65_535, 65_536],
      [300, 66_000],
    ] as const) {
      const proof = await inclusionProof(tree.read, index, size)
      expect(verifyInclusion(leaves[index] ?? emptyRoot, index, size, proof, await rootAt(tree.read, size))).toBe(true)
    }
  })

  it('come out the same however the leaves are batched', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.nat(300), { maxLength: 8 }), async (batches) => {
        const tree = new StoredTree()
        for (const batch of batches) await tree.append(manyLeaves.slice(tree.size, tree.size + batch))
        const whole = await new StoredTree().append(manyLeaves.slice(0, tree.size))
        expect(tree.size).toBe(whole.size)
        expect(tree.tiles).toEqual(whole.tiles)
      }),
      { numRuns: 100 },
    )
  })

  it('are given back only where they changed, by level and index', async () => {
    const { size, tiles } = await appendLeaves(manyTree.read, 600, [emptyRoot])
    expect(size).toBe(601)
    expect(tiles.map((tile) => [place(tile), tile.hashes.length / 32])).toEqual([['0/2', 89]])
    const filled = await appendLeaves(manyTree.read, 600, manyLeaves.slice(0, 168))
    expect(filled.tiles.map((tile) => [place(tile), tile.hashes.length / 32])).toEqual([
      ['0/2', 256],
      ['1/0', 3],
    ])
    expect(await appendLeaves(manyTree.read, 600, [])).toEqual({ size: 600, tiles: [] })
  })

  it('are read at the right edge only, in one call, and not at all where a new one begins', async () => {
    const tree = await new StoredTree().append(manyLeaves.slice(0, 511))
    tree.calls.length = 0
    await tree.append(manyLeaves.slice(0, 1))
    expect(tree.calls).toEqual([
      [
        { level: 0, index: 1 },
        { level: 1, index: 0 },
      ],
    ])
    await tree.append(manyLeaves.slice(0, 1))
    expect(tree.calls).toHaveLength(1)
  })

  it('may have grown since: what was appended later changes no earlier root and no earlier append', async () => {
    for (const size of [0, 1, 200, 255, 256, 257, 511, 512, 599])
      expect(await rootAt(manyTree.read, size)).toEqual(naiveRootAt(size))
    const again = await appendLeaves(manyTree.read, 300, manyLeaves.slice(300, 305))
    expect(again.tiles.map((tile) => tile.hashes)).toEqual([Buffer.concat(manyLeaves.slice(256, 305))])
  })

  it('that are too short for the size are refused by name', async () => {
    const short: ReadTiles = async (wanted) => wanted.map(() => Buffer.alloc(32 * 3))
    await expect(rootAt(short, 4)).rejects.toThrow('Tile 0 of level 0 has 3 hashes, 4 are needed')
    await expect(appendLeaves(short, 4, [emptyRoot])).rejects.toThrow('Tile 0 of level 0 has 3 hashes, 4 are needed')
    await expect(rootAt(async () => [], 1)).rejects.toThrow('Tile 0 of level 0 has 0 hashes, 1 are needed')
  })
})

describe('proofs', () => {
  it('verify at every size to 600 and agree with RFC 6962 as it is written down; altered ones do not', async () => {
    for (let size = 0; size <= 600; size += 1) expect(await rootAt(manyTree.read, size)).toEqual(naiveRootAt(size))
    const leafOfSize = fc.integer({ min: 1, max: 600 }).chain((size) => fc.tuple(fc.nat(size - 1), fc.constant(size)))
    await fc.assert(
      fc.asyncProperty(leafOfSize, async ([index, size]) => {
        const [leaf, root] = [leafAt(index), naiveRootAt(size)]
        const proof = await inclusionProof(manyTree.read, index, size)
        expect(verifyInclusion(leaf, index, size, proof, root)).toBe(true)
        expect(verifyInclusion(altered(leaf), index, size, proof, root)).toBe(false)
        expect(verifyInclusion(leaf, index, size, proof, altered(root))).toBe(false)
        if (size > 1) expect(verifyInclusion(leaf, index === 0 ? 1 : index - 1, size, proof, root)).toBe(false)
        for (const wrong of alteredProofs(proof)) expect(verifyInclusion(leaf, index, size, wrong, root)).toBe(false)
      }),
      { numRuns: 1_500 },
    )
  })

  it('of consistency verify for sizes to 600; altered ones do not', async () => {
    const sizes = fc
      .integer({ min: 1, max: 600 })
      .chain((to) => fc.tuple(fc.integer({ min: 1, max: to }), fc.constant(to)))
    await fc.assert(
      fc.asyncProperty(sizes, async ([from, to]) => {
        const [rootFrom, rootTo] = [naiveRootAt(from), naiveRootAt(to)]
        const proof = await consistencyProof(manyTree.read, from, to)
        expect(verifyConsistency(from, to, proof, rootFrom, rootTo)).toBe(true)
        expect(verifyConsistency(from, to, proof, altered(rootFrom), rootTo)).toBe(false)
        expect(verifyConsistency(from, to, proof, rootFrom, altered(rootTo))).toBe(false)
        if (from < to) expect(verifyConsistency(from, to, proof, rootTo, rootFrom)).toBe(false)
        for (const wrong of alteredProofs(proof))
          expect(verifyConsistency(from, to, wrong, rootFrom, rootTo)).toBe(false)
      }),
      { numRuns: 1_500 },
    )
  })

  it('read a few tiles in one call', async () => {
    const tree = hugeTree()
    for (const prove of [
      () => inclusionProof(tree.read, 2 ** 44 + 5, tree.size),
      () => consistencyProof(tree.read, 2 ** 43 + 77, tree.size),
      () => rootAt(tree.read, tree.size),
    ]) {
      tree.calls.length = 0
      await prove()
      expect(tree.calls).toHaveLength(1)
      expect(tree.calls[0]?.length).toBeLessThanOrEqual(2 * 6)
    }
  })

  it('work beyond 32 bits', async () => {
    const { read, size, leaf } = hugeTree()
    const root = await rootAt(read, size)
    for (const index of [0, 2 ** 32, 2 ** 44 + 5, size - 1]) {
      const proof = await inclusionProof(read, index, size)
      expect(proof.length).toBeLessThanOrEqual(46)
      expect(verifyInclusion(leaf, index, size, proof, root)).toBe(true)
      expect(verifyInclusion(leaf, index, size, proof.slice(1), root)).toBe(false)
    }
    const from = 2 ** 33 + 12_345
    const proof = await consistencyProof(read, from, size)
    expect(verifyConsistency(from, size, proof, await rootAt(read, from), root)).toBe(true)
    expect(verifyConsistency(from - 1, size, proof, await rootAt(read, from - 1), root)).toBe(false)
    const grown = await appendLeaves(read, size, [leaf])
    expect(grown.size).toBe(size + 1)
    expect(grown.tiles.map(place)).toEqual([`0/${(size - 255) / 256}`, `1/${Math.floor((size - 255) / 256 / 256)}`])
  })
})

/** A tree of 2^45 + 511 equal leaves: too large to store, but all nodes of a level are the same. */
function hugeTree() {
  const size = 2 ** 45 + 511
  const leaf = hashLeaf(Buffer.from('the same'))
  const nodes = [leaf]
  for (let height = 0; height < 48; height += 1) nodes.push(hashChildren(nodes[height] ?? leaf, nodes[height] ?? leaf))
  const calls: TileAt[][] = []
  const read: ReadTiles = async (wanted) => {
    calls.push([...wanted])
    return wanted.map(({ level, index }) => {
      const entries = Math.floor(size / tileWidth ** level)
      const width = Math.min(tileWidth, entries - index * tileWidth)
      return Buffer.concat(Array.from({ length: width }, () => nodes[8 * level] ?? leaf))
    })
  }
  return { size, leaf, read, calls }
}

describe('a verifier refuses', () => {
  const [one, two, three] = [leafAt(0), leafAt(1), leafAt(2)]
  const [x, y] = [leafAt(8), leafAt(9)]
  const short = Buffer.alloc(31, 7)

  it.each([
    ['an index behind the last leaf', one, 1, 1, [], one],
    ['an index below zero', one, -2, 1, [], one],
    ['an index that is no whole number', one, 0.5, 1, [], one],
    ['a leaf and root that are no hashes', short, 0, 1, [], short],
    ['a hash in the proof that is none', one, 0, 2, [short], hashChildren(one, two)],
    ['a proof that ends below the root', one, 0, 2, [], one],
    ['a proof that goes on above the root', one, 0, 1, [x], hashChildren(x, one)],
  ])('%s', (_, leaf, index, size, proof, root) => {
    expect(verifyInclusion(leaf, index, size, proof, root)).toBe(false)
  })

  it.each([
    ['a tree that shrank', 2, 1, [], one, one],
    ['a size below zero', -1, -1, [], one, one],
    ['a size that is no whole number', 1.5, 1.5, [], one, one],
    ['roots that are no hashes', 1, 1, [], short, short],
    ['another root for the same size', 3, 3, [], one, two],
    ['a proof where none is needed', 3, 3, [x], one, one],
    ['a root for the empty tree that is not its own', 0, 3, [], one, two],
    ['a proof from the empty tree', 0, 3, [x], emptyRoot, two],
    ['an empty proof from a whole tree', 2, 4, [], one, one],
    ['an empty proof from a part', 3, 5, [], one, one],
    ['a hash in the proof that is none', 1, 2, [short], one, two],
    [
      'a proof that goes on above the root',
      3,
      4,
      [three, two, x, y],
      hashChildren(y, hashChildren(x, three)),
      hashChildren(y, hashChildren(x, hashChildren(three, two))),
    ],
  ])('%s', (_, from, to, proof, rootFrom, rootTo) => {
    expect(verifyConsistency(from, to, proof, rootFrom, rootTo)).toBe(false)
  })

  it('nothing of a tree that begins empty or stays as it is', async () => {
    expect(await consistencyProof(manyTree.read, 0, 5)).toEqual([])
    expect(verifyConsistency(0, 5, [], emptyRoot, naiveRootAt(5))).toBe(true)
    expect(verifyConsistency(0, 0, [], emptyRoot, emptyRoot)).toBe(true)
    expect(verifyConsistency(5, 5, [], naiveRootAt(5), naiveRootAt(5))).toBe(true)
  })
})

describe('numbers and hashes that cannot be', () => {
  const nothing: ReadTiles = async () => fail('nothing is read')

  it.each([-1, 0.5, Number.NaN, 2 ** 53])('refuses the size %d', async (size) => {
    await expect(rootAt(nothing, size)).rejects.toThrow('is no size of a tree')
    await expect(appendLeaves(nothing, size, [])).rejects.toThrow('is no size of a tree')
    await expect(consistencyProof(nothing, 1, size)).rejects.toThrow('never had')
    await expect(inclusionProof(nothing, 0, size)).rejects.toThrow('has no leaf')
  })

  it('refuses to grow beyond what a number can count', async () => {
    await expect(appendLeaves(nothing, Number.MAX_SAFE_INTEGER, [emptyRoot])).rejects.toThrow('is no size of a tree')
  })

  it.each([-1, 4, 0.5])('refuses the leaf %d of 4', async (index) => {
    await expect(inclusionProof(nothing, index, 4)).rejects.toThrow('A tree of 4 has no leaf')
  })

  it('refuses to prove a tree that shrank', async () => {
    await expect(consistencyProof(nothing, 5, 4)).rejects.toThrow('A tree of 4 never had 5 leaves')
  })

  it('refuses hashes of another length', async () => {
    await expect(appendLeaves(nothing, 0, [Buffer.alloc(31)])).rejects.toThrow('A hash has 32 bytes, not 31')
    expect(() => hashChildren(Buffer.alloc(33), emptyRoot)).toThrow('A hash has 32 bytes, not 33')
    expect(() => hashChildren(emptyRoot, Buffer.alloc(0))).toThrow('A hash has 32 bytes, not 0')
  })
})
