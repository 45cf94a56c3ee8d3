export { bucketBoundsMs, percentileOf, sumOf } from './buckets'
export { minuteSums, minutesOf } from './minute-sums'
export { failingSlices, requestBudget } from './read-budget'
export { bucketSums, costliestRoute, durationMinutes, percentile, requestMinutes, requestTotals } from './read-minutes'
