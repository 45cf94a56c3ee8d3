import { getHeapStatistics } from 'node:v8'
import type { CheckResult, HealthCheck } from '../contract'

/** The memory of this process against the limit of its heap. */
export const checkMemory: HealthCheck = {
  name: 'memory',
  run: async () => {
    const { rss, heapUsed } = process.memoryUsage()
    return rateMemory({ rssBytes: rss, heapUsedBytes: heapUsed, heapLimitBytes: getHeapStatistics().heap_size_limit })
  },
}

/** Degraded above 90 % of the heap's limit, where the collector begins to take most of the time. */
export function rateMemory(counts: { rssBytes: number; heapUsedBytes: number; heapLimitBytes: number }): CheckResult {
  return counts.heapUsedBytes > counts.heapLimitBytes * 0.9
    ? { status: 'degraded', message: 'The memory of the process is nearly used up', counts }
    : { status: 'healthy', counts }
}
