/** Chance that repeats: the same seed gives the same numbers in the same order. */
export type Random = {
  /** From 0 up to but not including 1. */
  next(): number
  /** A whole number from `from` to `to`, both included. */
  int(from: number, to: number): number
  /** True in `share` of all cases. */
  chance(share: number): boolean
  pick<T>(items: readonly [T, ...T[]]): T
}

/** Mulberry32 (Tommy Ettinger, public domain): 32 bits of state are plenty for two weeks of a school. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const int = (from: number, to: number) => from + Math.floor(next() * (to - from + 1))
  return {
    next,
    int,
    chance: (share) => next() < share,
    pick: (items) => items[int(0, items.length - 1)] ?? items[0],
  }
}
