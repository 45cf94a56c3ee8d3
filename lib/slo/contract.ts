import { z } from 'zod'
import { requiredText } from '../form-fields'

/** The days that the budget is for; they move with the time. */
export const budgetDays = 30
/** The length of a slice of the availability over time. */
export const sliceMinutes = 5

/** Bounds that durations are counted in, of those that make sense as a promise. */
export const latencyChoices = [100, 200, 300, 400, 500, 750, 1_000, 1_500, 2_000, 3_000] as const
const LatencyMs = z.literal(latencyChoices)

const percent = (minimum: number, maximum: number) =>
  z
    .number()
    .min(minimum)
    .max(maximum)
    // Three digits after the point: 99.999 is the most that anybody can mean.
    .refine((value) => Math.abs(value * 1_000 - Math.round(value * 1_000)) < 1e-6, 'At most three decimals')

const availabilityPercent = percent(90, 99.999)
const latencyPercent = percent(50, 99.9)

/** What is promised. */
export const SloTargets = z.strictObject({
  availabilityPercent: availabilityPercent
    .default(99.9)
    .meta({ description: 'Of slices of five minutes and of requests' }),
  latencyPercent: latencyPercent.default(95).meta({ description: 'Of requests that are answered within latencyMs' }),
  latencyMs: LatencyMs.default(300),
})
export type SloTargets = z.infer<typeof SloTargets>

export const SloTargetsPatch = z.strictObject({
  availabilityPercent: availabilityPercent.exactOptional(),
  latencyPercent: latencyPercent.exactOptional(),
  latencyMs: LatencyMs.exactOptional(),
})
export type SloTargetsPatch = z.infer<typeof SloTargetsPatch>

const count = z.number().int()

/** How much of what may go wrong has gone wrong. `unit` says what is counted. */
export const SloBudget = z.object({
  unit: z.enum(['slices', 'requests']),
  targetPercent: z.number(),
  total: count.meta({ description: 'All that counts in the period so far' }),
  bad: count,
  attainedPercent: z.number().nullable().meta({ description: 'null when nothing counts yet' }),
  allowed: count.meta({ description: 'Bad ones that the target allows among so many' }),
  left: count.meta({ description: 'Below 0: the target is missed by so many' }),
  usedPercent: z
    .number()
    .nullable()
    .meta({ description: 'Of the budget; above 100: overspent; null without a budget' }),
  minutesLeft: z.number().nullable().meta({ description: 'The same in minutes, where slices are counted' }),
  status: z.enum(['met', 'missed', 'tooFew', 'noData']).meta({
    description:
      'tooFew: fewer than three more were bad than the target allows, and it allows none or there were fewer than 100 requests',
  }),
})
export type SloBudget = z.infer<typeof SloBudget>

export const SloName = z.enum(['availability', 'requests', 'latency'])
export type SloName = z.infer<typeof SloName>

export const Slo = z.object({ name: SloName, title: z.string(), promise: z.string(), budget: SloBudget })
export type Slo = z.infer<typeof Slo>

/** A stretch of time that does not count. */
export const SloCorrection = z
  .object({
    id: z.uuid(),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    reason: z.string(),
    createdAt: z.iso.datetime(),
    createdByName: z.string(),
    removedAt: z.iso.datetime().nullable(),
    removedByName: z.string().nullable(),
  })
  .meta({ id: 'SloCorrection' })
export type SloCorrection = z.infer<typeof SloCorrection>

export const SloCorrectionInput = z.strictObject({
  startsAt: z.iso.datetime(),
  endsAt: z.iso.datetime(),
  reason: requiredText(500),
})
export type SloCorrectionInput = z.infer<typeof SloCorrectionInput>
export const SloCorrectionParams = z.object({ id: z.uuid() })
export const SloCorrectionList = z.object({ items: z.array(SloCorrection), nextCursor: z.null() })
export type SloCorrectionList = z.infer<typeof SloCorrectionList>

/** `GET /api/slos`: the last 30 days. */
export const SloReport = z
  .object({
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    targets: SloTargets,
    items: z.array(Slo),
    excludedMinutes: z.object({ maintenance: count, corrections: count }),
    burn: z
      .array(z.object({ hours: z.number(), rate: z.number(), requests: count, errors: count }))
      .meta({ description: 'How many times as fast as allowed requests failed in the last hours' }),
  })
  .meta({ id: 'SloReport' })
export type SloReport = z.infer<typeof SloReport>

/** One calendar month of the company, with the targets of the time it was computed. */
export const SloMonth = z
  .object({
    month: z.string().meta({ example: '2026-11' }),
    from: z.iso.datetime(),
    to: z.iso.datetime(),
    isOver: z.boolean(),
    targets: SloTargets,
    availability: SloBudget,
    requests: SloBudget,
    latency: SloBudget,
  })
  .meta({ id: 'SloMonth' })
export type SloMonth = z.infer<typeof SloMonth>
export const SloMonthList = z.object({ items: z.array(SloMonth), nextCursor: z.null() })
export type SloMonthList = z.infer<typeof SloMonthList>
