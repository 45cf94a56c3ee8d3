export { percentileOf, sumOf } from './buckets'
export { minuteSums, minutesOf } from './minute-sums'
export { costliestRoute, durationMinutes, percentile, requestMinutes, requestTotals } from './read-minutes'
