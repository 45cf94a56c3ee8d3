import { z } from 'zod'

export const MetricsQuery = z.strictObject({
  format: z.enum(['json', 'prometheus', 'openmetrics']).optional().meta({ description: 'Default: what `Accept` says' }),
})

const Counts = z.record(z.string(), z.number().int())
const Percentile = z.number().nullable()

/**
 * Requests as one glance. Counts and average are this process's, of every request since `since` but files of the build.
 * Percentiles are over all instances since then (24 h at most) and leave out probes and streams; they are at most ten seconds
 * behind, and null while there is nothing to say or the database does not answer.
 */
export const MetricsSnapshot = z
  .object({
    totalRequests: z.number().int(),
    totalErrors: z.number().int().meta({ description: 'Answered with a status of 500 or above' }),
    requestsByStatus: Counts.meta({ example: { '200': 1 } }),
    requestsByMethod: Counts.meta({ example: { GET: 1 } }),
    averageDurationMs: z.number().meta({ description: 'Streams left out; 0 while there is no request' }),
    p50Ms: Percentile,
    p95Ms: Percentile,
    p99Ms: Percentile,
    since: z.iso.datetime().meta({ description: 'When this process began to count: its start' }),
  })
  .meta({ id: 'MetricsSnapshot' })
export type MetricsSnapshot = z.infer<typeof MetricsSnapshot>
