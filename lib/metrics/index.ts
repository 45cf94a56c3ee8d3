export { bucketBoundsMs, percentileOf, sumOf } from './buckets'
export { minuteSums, minutesOf } from './minute-sums'
export { bucketSums, costliestRoute, durationMinutes, percentile, requestMinutes, requestTotals } from './read-minutes'
