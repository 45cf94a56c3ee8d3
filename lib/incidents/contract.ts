import { z } from 'zod'
import { dayField, optionalText, requiredText } from '../form-fields'
import { pageOf, pageQuery } from '../paging'

/** From worst to least. */
export const incidentClasses = ['critical', 'high', 'medium', 'low'] as const
export const IncidentClass = z.enum(incidentClasses)
export type IncidentClass = z.infer<typeof IncidentClass>

/** In the order in which an incident goes through them; it may also go back. */
export const incidentStates = [
  'DETECTION',
  'TRIAGE',
  'INVESTIGATION',
  'RESOLUTION',
  'POST_MORTEM',
  'PREVENTION',
  'CLOSED',
] as const
export const IncidentState = z.enum(incidentStates)
export type IncidentState = z.infer<typeof IncidentState>

export const Incident = z
  .object({
    id: z.uuid(),
    number: z.number().int(),
    title: z.string(),
    class: IncidentClass,
    state: IncidentState,
    openedAt: z.iso.datetime(),
    openedByName: z.string(),
    assigneeId: z.uuid().nullable(),
    assigneeName: z.string().nullable(),
    resolvedAt: z.iso.datetime().nullable(),
    closedAt: z.iso.datetime().nullable(),
    alertCount: z.number().int(),
    openAlertCount: z.number().int(),
    openActionCount: z.number().int(),
    hasPostMortem: z.boolean(),
  })
  .meta({ id: 'Incident' })
export type Incident = z.infer<typeof Incident>

/** One line of the timeline; `href` leads to the alert, event or delivery it tells of. */
export const TimelineEntry = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  kind: z.enum([
    'opened',
    'state',
    'class',
    'assigned',
    'note',
    'post-mortem',
    'action-item',
    'alert',
    'delivery',
    'event',
  ]),
  text: z.string(),
  byName: z.string().nullable(),
  href: z.string().nullable(),
})
export type TimelineEntry = z.infer<typeof TimelineEntry>

export const ActionItem = z.object({
  id: z.uuid(),
  title: z.string(),
  ownerName: z.string().nullable(),
  dueDay: z.iso.date().nullable(),
  doneAt: z.iso.datetime().nullable(),
})
export type ActionItem = z.infer<typeof ActionItem>

export const IncidentDetail = Incident.extend({
  alerts: z.array(
    z.object({
      id: z.uuid(),
      title: z.string(),
      sentence: z.string(),
      severity: z.string(),
      state: z.string(),
      rule: z.string(),
      firstAt: z.iso.datetime(),
      resolvedAt: z.iso.datetime().nullable(),
    }),
  ),
  timeline: z.array(TimelineEntry),
  actions: z.array(ActionItem),
  postMortem: z.string().nullable(),
  postMortemTemplate: z.string().meta({ description: 'Markdown, filled with what is known' }),
}).meta({ id: 'IncidentDetail' })
export type IncidentDetail = z.infer<typeof IncidentDetail>

export const IncidentQuery = z.strictObject({
  ...pageQuery,
  open: z.stringbool().optional(),
  class: IncidentClass.optional(),
})
export type IncidentQuery = z.infer<typeof IncidentQuery>
export const IncidentPage = pageOf(Incident)
export type IncidentPage = z.infer<typeof IncidentPage>
export const IncidentParams = z.object({ id: z.uuid() })

export const IncidentInput = z.strictObject({
  title: requiredText(160),
  class: IncidentClass,
  alertIds: z.array(z.uuid()).max(50).default([]),
  note: optionalText(5_000).exactOptional(),
})
export type IncidentInput = z.infer<typeof IncidentInput>

export const IncidentPatch = z.strictObject({
  title: requiredText(160).exactOptional(),
  class: IncidentClass.exactOptional(),
  state: IncidentState.exactOptional(),
  assigneeId: z.uuid().nullable().exactOptional(),
})
export type IncidentPatch = z.infer<typeof IncidentPatch>

export const IncidentNote = z.strictObject({ text: requiredText(5_000) })
export const PostMortem = z.strictObject({ text: requiredText(50_000) })
export const ActionItemInput = z.strictObject({
  title: requiredText(300),
  ownerName: optionalText(120).exactOptional(),
  dueDay: dayField.nullable().exactOptional(),
})
export type ActionItemInput = z.infer<typeof ActionItemInput>
export const ActionItemPatch = z.strictObject({ isDone: z.boolean() })
export const ActionItemParams = z.object({ id: z.uuid(), actionId: z.uuid() })
