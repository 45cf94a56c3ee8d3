import { z } from 'zod'
import { requiredText } from '../form-fields'
import { pageOf, pageQuery } from '../paging'
import { alertSeverities } from './severities'

export const AlertSeverity = z.enum(alertSeverities)
export type AlertSeverity = z.infer<typeof AlertSeverity>

/** Whether `severity` is at least as bad as `floor`. */
export function isAtLeast(severity: AlertSeverity, floor: AlertSeverity): boolean {
  return alertSeverities.indexOf(severity) <= alertSeverities.indexOf(floor)
}

export const AlertState = z.enum(['FIRING', 'ACKNOWLEDGED', 'RESOLVED'])
export type AlertState = z.infer<typeof AlertState>

/** How an alert ended: its condition was false twice in a row, no event came for half an hour, a person, or its rule was switched off. */
export const ResolvedHow = z.enum(['recovered', 'quiet', 'person', 'rule-off'])
export type ResolvedHow = z.infer<typeof ResolvedHow>

/** One line of what is known, for people: `{ name: 'p95', value: '2.4 s' }`. */
export const Fact = z.object({ name: z.string(), value: z.string() })
export type Fact = z.infer<typeof Fact>

/** Something that was changed shortly before the first failure. */
export const Change = z.object({
  eventId: z.uuid(),
  at: z.iso.datetime(),
  sentence: z.string().meta({ example: 'Kim Lee changed the e-mail settings' }),
})
export type Change = z.infer<typeof Change>

export const Alert = z
  .object({
    id: z.uuid(),
    rule: z.string(),
    fingerprint: z.string(),
    source: z.string(),
    severity: AlertSeverity,
    state: AlertState,
    title: z.string(),
    sentence: z.string(),
    count: z.number().int(),
    firstAt: z.iso.datetime().meta({ description: 'When the trouble began' }),
    lastAt: z.iso.datetime(),
    openedAt: z.iso.datetime(),
    acknowledgedAt: z.iso.datetime().nullable(),
    acknowledgedByName: z.string().nullable(),
    assigneeId: z.uuid().nullable(),
    assigneeName: z.string().nullable(),
    resolvedAt: z.iso.datetime().nullable(),
    resolvedHow: ResolvedHow.nullable(),
    resolvedByName: z.string().nullable(),
    isSuppressed: z.boolean().meta({ description: 'A silence or a maintenance window keeps it from being told' }),
    incident: z.object({ id: z.uuid(), number: z.number().int() }).nullable(),
  })
  .meta({ id: 'Alert' })
export type Alert = z.infer<typeof Alert>

/** What a channel was told of an alert; the whole stands in `/api/deliveries`. */
export const AlertDelivery = z.object({
  id: z.uuid(),
  channelName: z.string(),
  channelType: z.string(),
  kind: z.string(),
  status: z.enum(['PENDING', 'SENDING', 'SENT', 'DEAD', 'CANCELLED']),
  attempts: z.number().int(),
  createdAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  lastError: z.string().nullable(),
})
export type AlertDelivery = z.infer<typeof AlertDelivery>

export const AlertDetail = Alert.extend({
  facts: z.array(Fact),
  changes: z.array(Change),
  firstEventId: z.uuid().nullable(),
  lastEventId: z.uuid().nullable(),
  sentryUrl: z.string().nullable(),
  runbook: z.string().meta({ description: 'Markdown: what to look at and what to do' }),
  deliveries: z.array(AlertDelivery),
}).meta({ id: 'AlertDetail' })
export type AlertDetail = z.infer<typeof AlertDetail>

export const AlertQuery = z.strictObject({
  ...pageQuery,
  state: z.enum(['open', 'FIRING', 'ACKNOWLEDGED', 'RESOLVED']).optional(),
  severity: AlertSeverity.optional(),
  rule: z.string().max(60).optional(),
  source: z.string().max(200).optional(),
})
export type AlertQuery = z.infer<typeof AlertQuery>

export const AlertPage = pageOf(Alert).extend({
  openCount: z.number().int(),
  openCriticalCount: z.number().int().meta({ description: 'Open alerts that are critical' }),
  firingCount: z.number().int().meta({ description: 'Open alerts that nobody has acknowledged' }),
  hasChannel: z.boolean().meta({ description: 'Whether anybody would be told' }),
})
export type AlertPage = z.infer<typeof AlertPage>

export const AlertParams = z.object({ id: z.uuid() })

export const AlertAssignment = z.strictObject({ assigneeId: z.uuid().nullable() })

/** HH:MM of a day. */
export const WallTime = z
  .string()
  .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'A time such as 22:30')
  .meta({ examples: ['22:30'] })

/** How alerts as a whole behave, without what holds while nobody has set it. */
const settings = {
  cooldownMinutes: z.number().int().min(1).max(1_440),
  reminderMinutes: z.number().int().min(10).max(10_080),
  quietHours: z
    .strictObject({ isOn: z.boolean(), from: WallTime, to: WallTime })
    .refine(({ from, to }) => from !== to, { message: 'Another time than the beginning', path: ['to'] })
    .meta({ examples: [{ isOn: true, from: '22:00', to: '07:00' }] }),
  escalation: z.strictObject({
    channelIds: z.array(z.uuid()).max(10),
    criticalMinutes: z.number().int().min(1).max(1_440),
    highMinutes: z.number().int().min(1).max(1_440),
    mediumMinutes: z.number().int().min(1).max(10_080),
  }),
  digest: z.strictObject({ isOn: z.boolean(), at: WallTime, channelIds: z.array(z.uuid()).max(10) }),
  drill: z.strictObject({ isOn: z.boolean(), weekday: z.number().int().min(1).max(7), at: WallTime }),
}

/** How alerts as a whole behave (`GET/PATCH /api/alert-settings`). */
export const AlertSettings = z
  .strictObject({
    cooldownMinutes: settings.cooldownMinutes
      .default(10)
      .meta({ description: 'At most one "firing" per alert and channel in this time' }),
    reminderMinutes: settings.reminderMinutes
      .default(240)
      .meta({ description: 'A condition that lasts is told again after this time' }),
    quietHours: settings.quietHours
      .default({ isOn: false, from: '22:00', to: '07:00' })
      .meta({ description: 'In the company’s time zone; delays everything below critical' }),
    escalation: settings.escalation
      .default({ channelIds: [], criticalMinutes: 5, highMinutes: 15, mediumMinutes: 60 })
      .meta({ description: 'Who is told next, in this order, when nobody acknowledges in time' }),
    digest: settings.digest
      .default({ isOn: true, at: '08:00', channelIds: [] })
      .meta({ description: 'No channel named: all of e-mail, Slack and Discord' }),
    drill: settings.drill
      .default({ isOn: false, weekday: 1, at: '10:00' })
      .meta({ description: 'A weekly test message that somebody has to acknowledge' }),
  })
  .meta({ id: 'AlertSettings' })
export type AlertSettings = z.infer<typeof AlertSettings>

/** What is left out stays as it is: there are no defaults in it. */
export const AlertSettingsPatch = z.strictObject({
  cooldownMinutes: settings.cooldownMinutes.exactOptional(),
  reminderMinutes: settings.reminderMinutes.exactOptional(),
  quietHours: settings.quietHours.exactOptional(),
  escalation: settings.escalation.exactOptional(),
  digest: settings.digest.exactOptional(),
  drill: settings.drill.exactOptional(),
})
export type AlertSettingsPatch = z.infer<typeof AlertSettingsPatch>

export const AlertDrill = z.object({
  id: z.uuid(),
  startedAt: z.iso.datetime(),
  acknowledgeUntil: z.iso.datetime(),
  acknowledgedAt: z.iso.datetime().nullable(),
  acknowledgedByName: z.string().nullable(),
  failedAt: z.iso.datetime().nullable(),
})
export type AlertDrill = z.infer<typeof AlertDrill>

/** Name of something a person made, short enough for a list. */
export const nameField = requiredText(80)
