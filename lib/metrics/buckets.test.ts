import fc from 'fast-check'
import { expect, test } from 'vitest'
import { bucketBoundsMs, bucketCount, bucketOf, percentileOf, sumOf } from './buckets'

const countsOf = (durations: readonly number[]) => {
  const buckets = new Uint32Array(bucketCount)
  for (const ms of durations) {
    const bucket = bucketOf(ms)
    buckets[bucket] = (buckets[bucket] ?? 0) + 1
  }
  return buckets
}

test('the bounds are those that stored rows were counted with, and name every limit of the contract', () => {
  expect(bucketBoundsMs).toEqual([
    5, 10, 20, 30, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000, 30_000,
  ])
  for (const limit of [200, 300, 500, 1_000, 2_000]) expect(bucketBoundsMs).toContain(limit)
})

test('a duration that equals a bound belongs below it, and nothing is too long to be counted', () => {
  expect([bucketOf(0), bucketOf(5), bucketOf(5.001), bucketOf(30_000), bucketOf(1e9)]).toEqual([0, 0, 1, 19, 20])
})

test('a percentile is in the class of the exact one, so at most the width of that class away', () => {
  const durations = fc.array(fc.double({ min: 0, max: 29_999, noNaN: true }), { minLength: 1, maxLength: 400 })
  fc.assert(
    fc.property(durations, fc.double({ min: 0.01, max: 1, noNaN: true }), (values, p) => {
      const exact = values.toSorted((a, b) => a - b)[Math.ceil(p * values.length) - 1] ?? Number.NaN
      const found = percentileOf(countsOf(values), p) ?? Number.NaN
      const bucket = bucketOf(exact)
      expect(found).toBeGreaterThanOrEqual(bucketBoundsMs[bucket - 1] ?? 0)
      expect(found).toBeLessThanOrEqual(bucketBoundsMs[bucket] ?? Number.NaN)
    }),
  )
})

test('between two bounds it is linear, as histogram_quantile of Prometheus', () => {
  const buckets = new Uint32Array(bucketCount)
  buckets[bucketOf(1_500)] = 10
  expect([0.5, 0.95, 1].map((p) => percentileOf(buckets, p))).toEqual([1_250, 1_475, 1_500])
})

test('what is longer than the last bound is told as the last bound, and nothing as null', () => {
  expect(percentileOf(countsOf([1e6, 2e6]), 0.95)).toBe(30_000)
  expect(percentileOf(countsOf([]), 0.95)).toBeNull()
  expect(sumOf(countsOf([1, 2, 1e6]))).toBe(3)
})
