import { randomFillSync } from 'node:crypto'

/** Drawn at once: one by one, a few bytes cost as much as hashing them. */
const pool = Buffer.alloc(16_384)
let at = pool.length

/**
 * That many bytes (1 to 64) of the operating system's randomness, each given once. They stand in memory until the pool is
 * drawn anew: for ids and salts, not for keys and passwords. To be used or copied before the next call.
 */
export function nextRandom(count: number): Buffer {
  if (at + count > pool.length) {
    randomFillSync(pool)
    at = 0
  }
  at += count
  return pool.subarray(at - count, at)
}
