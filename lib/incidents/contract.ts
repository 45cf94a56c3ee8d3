import { z } from 'zod'
import { dayField, optionalText, requiredText, searchField } from '../form-fields'
import { pageOf, pageQuery } from '../paging'
import { incidentStates } from './states'

/** From worst to least. */
export const incidentClasses = ['critical', 'high', 'medium', 'low'] as const
export const IncidentClass = z.enum(incidentClasses)
export type IncidentClass = z.infer<typeof IncidentClass>

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

/** How long things took, counted from when the trouble began; null while they have not happened. */
export const IncidentDurations = z.object({
  detectMs: z.number().int().nullable().meta({ description: 'Until Daybook or a person noticed' }),
  acknowledgeMs: z.number().int().nullable().meta({ description: 'Until a person took it on' }),
  resolveMs: z.number().int().nullable().meta({ description: 'Until the incident was resolved' }),
})
export type IncidentDurations = z.infer<typeof IncidentDurations>

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
  timeline: z.array(TimelineEntry).meta({ description: 'Oldest first' }),
  durations: IncidentDurations,
  actions: z.array(ActionItem),
  postMortem: z.string().nullable(),
  postMortemTemplate: z.string().meta({ description: 'Markdown, filled with what is known' }),
}).meta({ id: 'IncidentDetail' })
export type IncidentDetail = z.infer<typeof IncidentDetail>

export const IncidentQuery = z.strictObject({
  ...pageQuery,
  search: searchField.optional(),
  open: z.stringbool().optional().meta({ description: 'true: not closed yet; false: closed' }),
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
  /** The state it was in when somebody decided to move it: 409 when it is in another by now. */
  fromState: IncidentState.exactOptional(),
  assigneeId: z.uuid().nullable().exactOptional(),
})
export type IncidentPatch = z.infer<typeof IncidentPatch>

export const IncidentNote = z.strictObject({ text: requiredText(5_000) })
export type IncidentNote = z.infer<typeof IncidentNote>
/** `replaces`: the text the writer began with (null: none); 409 when somebody else has written meanwhile. */
export const PostMortem = z.strictObject({
  text: requiredText(50_000),
  replaces: z.string().max(50_000).nullable().exactOptional(),
})
export type PostMortem = z.infer<typeof PostMortem>
export const ActionItemInput = z.strictObject({
  title: requiredText(300),
  ownerName: optionalText(120).exactOptional(),
  dueDay: dayField.nullable().exactOptional(),
})
export type ActionItemInput = z.infer<typeof ActionItemInput>
export const ActionItemPatch = z.strictObject({ isDone: z.boolean() })
export const ActionItemParams = z.object({ id: z.uuid(), actionId: z.uuid() })

export const AlertOfIncidentInput = z.strictObject({ alertId: z.uuid() })
export const AlertOfIncidentParams = z.object({ id: z.uuid(), alertId: z.uuid() })
