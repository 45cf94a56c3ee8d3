import { z } from 'zod'
import { pageOf } from '../../paging'
import { AlertSeverity, AlertState } from '../contract'

/** A kind of failure that the 30 days before the day had not seen. */
export const NewError = z.object({
  action: z.string(),
  entityType: z.string().nullable(),
  sentence: z.string().meta({ description: 'The message of the newest one' }),
  count: z.number().int(),
  eventId: z.uuid().meta({ description: 'The newest one' }),
})
export type NewError = z.infer<typeof NewError>

export const DailyAction = z.object({
  action: z.string(),
  label: z.string().meta({ example: 'recorded a payment' }),
  count: z.number().int(),
  dayBefore: z.number().int(),
})
export type DailyAction = z.infer<typeof DailyAction>

export const UnusualSignIn = z.object({ at: z.iso.datetime(), sentence: z.string() })
export type UnusualSignIn = z.infer<typeof UnusualSignIn>

export const DailyAlert = z.object({
  id: z.uuid(),
  title: z.string(),
  sentence: z.string(),
  severity: AlertSeverity,
  state: AlertState,
  count: z.number().int(),
  firstAt: z.iso.datetime(),
  durationMs: z.number().int().nullable().meta({ description: 'Null while it is open' }),
})
export type DailyAlert = z.infer<typeof DailyAlert>

export const DailyIncident = z.object({
  id: z.uuid(),
  number: z.number().int(),
  title: z.string(),
  class: z.string(),
  state: z.string(),
  durationMs: z.number().int().nullable().meta({ description: 'Null while it is not resolved' }),
})
export type DailyIncident = z.infer<typeof DailyIncident>

/** 99.9 % of requests answered without a failure of ours, over the 30 days up to the end of the day. */
export const SloBudget = z.object({
  objectivePercent: z.number(),
  requests: z.number().int(),
  errors: z.number().int(),
  budgetLeftPercent: z
    .number()
    .nullable()
    .meta({ description: 'Null when no request was measured; below 0: overspent' }),
})
export type SloBudget = z.infer<typeof SloBudget>

export const DailyChannel = z.object({
  name: z.string(),
  type: z.string(),
  isFailing: z.boolean(),
  lastSuccessAt: z.iso.datetime().nullable(),
  lastError: z.string().nullable(),
  deadDeliveries: z.number().int().meta({ description: 'Messages of the day that were given up' }),
})
export type DailyChannel = z.infer<typeof DailyChannel>

/** What one day of the company was like. */
export const DigestContent = z.object({
  day: z.iso.date(),
  timeZone: z.string(),
  from: z.iso.datetime(),
  to: z.iso.datetime(),
  headline: z.string(),
  events: z.number().int(),
  errors: z.number().int(),
  newErrors: z.array(NewError),
  topActions: z.array(DailyAction),
  signIns: z.array(UnusualSignIn),
  alerts: z.array(DailyAlert),
  incidents: z.array(DailyIncident),
  slo: SloBudget,
  lastBackupAt: z.iso.datetime().nullable(),
  channels: z.array(DailyChannel),
  checkpoint: z.string().nullable().meta({
    description: 'The newest signed note about the trail: kept outside, it shows whether the trail was cut off',
  }),
})
export type DigestContent = z.infer<typeof DigestContent>

export const Digest = DigestContent.extend({
  text: z.string().meta({ description: 'As it is sent' }),
  sentAt: z.iso.datetime().nullable().meta({ description: 'Null for a day that is not over' }),
}).meta({ id: 'Digest' })
export type Digest = z.infer<typeof Digest>

export const DigestSummary = z.object({ day: z.iso.date(), headline: z.string(), sentAt: z.iso.datetime() })
export type DigestSummary = z.infer<typeof DigestSummary>
export const DigestPage = pageOf(DigestSummary)
export type DigestPage = z.infer<typeof DigestPage>

export const DigestQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(200).default(20),
  cursor: z.iso.date().optional().meta({ description: 'nextCursor of the page before' }),
})
export type DigestQuery = z.infer<typeof DigestQuery>
/** A day, or `today` for what tomorrow's digest would say so far. */
export const DigestParams = z.object({ day: z.union([z.iso.date(), z.literal('today')]) })
