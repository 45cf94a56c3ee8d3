import { z } from 'zod'
import { dayField, optionalText, requiredText } from '../../form-fields'
import { pageOf, pageQuery } from '../../paging'
import { timeZoneField } from '../../settings/contract'
import { nameField, WallTime } from '../contract'

/** Which alerts are meant: every field that is given must match, none given means all. */
const scope = { rule: optionalText(60).exactOptional(), source: optionalText(200).exactOptional() }

/** Keeps alerts from being told until it ends. It stops neither their evaluation nor "resolved". */
export const Silence = z
  .object({
    id: z.uuid(),
    reason: z.string(),
    rule: z.string().nullable(),
    source: z.string().nullable(),
    fingerprint: z.string().nullable(),
    startsAt: z.iso.datetime(),
    endsAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable().meta({ description: 'When somebody ended it early' }),
    isActive: z.boolean().meta({ description: 'Begun, and neither over nor ended' }),
    createdAt: z.iso.datetime(),
    createdByName: z.string(),
  })
  .meta({ id: 'Silence' })
export type Silence = z.infer<typeof Silence>

export const SilenceInput = z.strictObject({
  reason: requiredText(500),
  ...scope,
  /** The fingerprint of one alert, with its rule. */
  fingerprint: optionalText(400).exactOptional(),
  startsAt: z.iso.datetime().exactOptional(),
  endsAt: z.iso.datetime(),
})
export type SilenceInput = z.infer<typeof SilenceInput>

export const SilenceQuery = z.strictObject({
  ...pageQuery,
  active: z.stringbool().optional().meta({ description: 'true: in force or still to come, false: over' }),
})
export type SilenceQuery = z.infer<typeof SilenceQuery>
export const SilencePage = pageOf(Silence)
export type SilencePage = z.infer<typeof SilencePage>
export const SilenceParams = z.object({ id: z.uuid() })

const Weekday = z.number().int().min(1).max(7)

/** Planned work in wall-clock time of a zone: weekly on `weekdays` (1 is Monday), or once on `onDay`. */
export const MaintenanceWindow = z
  .object({
    id: z.uuid(),
    name: z.string(),
    timeZone: z.string(),
    weekdays: z.array(Weekday),
    onDay: z.iso.date().nullable(),
    startsAt: WallTime,
    durationMinutes: z.number().int(),
    rule: z.string().nullable(),
    source: z.string().nullable(),
    isEnabled: z.boolean(),
    isActive: z.boolean().meta({ description: 'Enabled and open at this moment' }),
    nextStart: z.iso.datetime().nullable().meta({ description: 'null when it is disabled or will not come again' }),
    createdByName: z.string(),
  })
  .meta({ id: 'MaintenanceWindow' })
export type MaintenanceWindow = z.infer<typeof MaintenanceWindow>

export const MaintenanceWindowInput = z
  .strictObject({
    name: nameField,
    timeZone: timeZoneField,
    weekdays: z.array(Weekday).max(7),
    // Of the two, the example has days of the week.
    onDay: dayField.nullable().meta({ examples: [null] }),
    startsAt: WallTime,
    durationMinutes: z.number().int().min(1).max(10_080),
    ...scope,
  })
  .refine(({ weekdays, onDay }) => (weekdays.length === 0) === (onDay !== null), {
    message: 'Either days of the week or one day',
    path: ['weekdays'],
  })
export type MaintenanceWindowInput = z.infer<typeof MaintenanceWindowInput>

export const MaintenanceWindowPatch = z.strictObject({
  name: nameField.exactOptional(),
  isEnabled: z.boolean().exactOptional(),
})
export type MaintenanceWindowPatch = z.infer<typeof MaintenanceWindowPatch>
export const DeletedMaintenanceWindow = z.object({ id: z.uuid() })
export type DeletedMaintenanceWindow = z.infer<typeof DeletedMaintenanceWindow>

export const MaintenanceWindowList = z.object({ items: z.array(MaintenanceWindow), nextCursor: z.null() })
export type MaintenanceWindowList = z.infer<typeof MaintenanceWindowList>
export const MaintenanceWindowParams = z.object({ id: z.uuid() })
