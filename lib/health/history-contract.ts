import { z } from 'zod'

/** The stretches of time that the health page looks back over. */
export const HealthRange = z.enum(['24h', '7d', '30d', '90d'])
export type HealthRange = z.infer<typeof HealthRange>
export const HealthHistoryQuery = z.strictObject({ range: HealthRange.default('24h') })

const minutes = z.number().int()

/** Minutes by what they were; `up` and `degraded` are both up. */
export const MinuteCounts = z.object({ up: minutes, degraded: minutes, down: minutes, maintenance: minutes })
export type MinuteCounts = z.infer<typeof MinuteCounts>

/** The worst that happened in the bar. */
export const BarState = z.enum(['up', 'degraded', 'down', 'maintenance', 'noData'])
export type BarState = z.infer<typeof BarState>

const Percent = z.number().nullable().meta({ example: 99.98, description: 'null when no minute counts' })

export const UptimeBar = z.object({
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  state: BarState,
  percent: Percent,
  minutes: MinuteCounts,
})
export type UptimeBar = z.infer<typeof UptimeBar>

const number = z.number().nullable()

/** An hour (24h, 7d) or a day (30d, 90d) in numbers; null where nothing was measured. */
export const HealthPoint = z.object({
  at: z.iso.datetime(),
  requests: z.number().int(),
  errors: z.number().int().meta({ description: 'Status 500 and above' }),
  p50Ms: number,
  p95Ms: number,
  p99Ms: number,
  databaseMs: number.meta({ description: 'Of the query that health asks, on average' }),
  cpuPercent: number.meta({ description: 'Of one core, on average' }),
  loopLagMs: number.meta({ description: 'The 99th percentile of the event loop’s delay in the worst minute' }),
  memoryMb: number.meta({ description: 'Resident memory at its highest' }),
  diskPercent: number.meta({ description: 'The fullest disk at its fullest' }),
})
export type HealthPoint = z.infer<typeof HealthPoint>

/** `GET /api/health/history`. Minutes without a snapshot are downtime; planned maintenance counts as neither. */
export const HealthHistory = z
  .object({
    range: HealthRange,
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    timeZone: z.string().meta({ description: 'Of the company: its days are the bars of 7d, 30d and 90d' }),
    firstAt: z.iso.datetime().nullable().meta({ description: 'The first minute that was ever looked at' }),
    uptime: z
      .object({ '24h': Percent, '7d': Percent, '30d': Percent, '90d': Percent })
      .meta({ description: 'Of every range' }),
    minutes: MinuteCounts,
    bars: z.array(UptimeBar),
    outages: z
      .array(z.object({ from: z.iso.datetime(), to: z.iso.datetime().nullable(), minutes }))
      .meta({ description: 'The last ten that nobody planned, newest first' }),
    responses: z
      .object({
        good: z.number().int().meta({ description: 'Within 200 ms' }),
        acceptable: z.number().int().meta({ description: 'Within 500 ms' }),
        poor: z.number().int(),
        p50Ms: number,
        p95Ms: number,
        p99Ms: number,
      })
      .meta({ description: 'How long people waited for answers; probes are left out' }),
    points: z.array(HealthPoint),
  })
  .meta({ id: 'HealthHistory' })
export type HealthHistory = z.infer<typeof HealthHistory>
