/** Random choices that a seed repeats. */
export type Random = {
  /** An integer from 0 to `below` - 1. */
  below(below: number): number
  of<Item>(items: readonly Item[]): Item
  chance(part: number): boolean
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state, more than enough to choose requests. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    of: (items) => {
      const item = items[below(items.length)]
      if (item === undefined) throw new Error('Nothing to choose from')
      return item
    },
    chance: (part) => next() < part,
  }
}
