/**
 * Upper bounds (ms, inclusive) of the classes that durations are counted in; a last class takes what is longer. Fixed for
 * ever: stored rows hold one number per class and nothing else that tells what they mean.
 */
export const bucketBoundsMs = [
  5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 30_000,
] as const

export const bucketCount = bucketBoundsMs.length + 1

/** Index of the class of a duration. */
export function bucketOf(durationMs: number): number {
  // Most requests are quick, and twenty comparisons cost less than anything cleverer.
  for (let index = 0; index < bucketBoundsMs.length; index += 1)
    if (durationMs <= (bucketBoundsMs[index] ?? 0)) return index
  return bucketBoundsMs.length
}

/**
 * The duration (ms) that a part `p` (0 to 1) of the counted ones does not exceed, or null when none is counted. Found as
 * Prometheus' `histogram_quantile` does: linear between the bounds of the class that the rank falls into, and the
 * lower bound for the last class, which has no upper one. So it is never farther off than the width of one class.
 */
export function percentileOf(buckets: ArrayLike<number>, p: number): number | null {
  const total = sumOf(buckets)
  if (total === 0) return null
  const rank = p * total
  let below = 0
  for (const [index, upper] of bucketBoundsMs.entries()) {
    const inside = buckets[index] ?? 0
    const lower = index === 0 ? 0 : (bucketBoundsMs[index - 1] ?? 0)
    if (inside > 0 && below + inside >= rank) return lower + ((upper - lower) * Math.max(0, rank - below)) / inside
    below += inside
  }
  return bucketBoundsMs.at(-1) ?? null
}

/** How many durations are counted. */
export function sumOf(buckets: ArrayLike<number>): number {
  let sum = 0
  for (let index = 0; index < buckets.length; index += 1) sum += buckets[index] ?? 0
  return sum
}
