import type { MaintenanceWindowInput } from '@/lib/alerts/silences/contract'
import { everyAlert, type Scope, scopeInput } from './scope-fields'

/** Planned maintenance as it is typed. */
export interface WindowDraft {
  name: string
  kind: 'weekly' | 'once'
  /** ISO weekdays as text. */
  days: string[]
  onDay: string
  startsAt: string
  hours: string
  minutes: string
  timeZone: string
  scope: Scope
}

export const newWindow = (timeZone: string): WindowDraft => ({
  name: '',
  kind: 'weekly',
  days: ['7'],
  onDay: '',
  startsAt: '02:00',
  hours: '1',
  minutes: '0',
  timeZone,
  scope: everyAlert,
})

/** What is missing, by field; empty when `inputOf` may be sent. */
export function problemsOf(
  draft: WindowDraft,
): Partial<Record<'name' | 'days' | 'onDay' | 'startsAt' | 'duration', string>> {
  const length = lengthOf(draft)
  return {
    ...(draft.name.trim() === '' && { name: 'Please fill this in' }),
    ...(draft.kind === 'weekly' && draft.days.length === 0 && { days: 'Choose at least one day' }),
    ...(draft.kind === 'once' && draft.onDay === '' && { onDay: 'Choose a day' }),
    ...(draft.startsAt === '' && { startsAt: 'A time such as 22:30' }),
    ...(!(length >= 1 && length <= 10_080) && { duration: 'From 1 minute to 7 days, in whole numbers' }),
  }
}

export function inputOf(draft: WindowDraft): MaintenanceWindowInput {
  const isWeekly = draft.kind === 'weekly'
  return {
    name: draft.name,
    timeZone: draft.timeZone,
    weekdays: isWeekly ? draft.days.map(Number) : [],
    onDay: isWeekly ? null : draft.onDay,
    startsAt: draft.startsAt,
    durationMinutes: lengthOf(draft),
    ...scopeInput(draft.scope),
  }
}

/** In minutes; NaN while it is no whole number. */
function lengthOf({ hours, minutes }: WindowDraft): number {
  const whole = (text: string) => (/^\d{0,4}$/.test(text.trim()) ? Number(text) : Number.NaN)
  return whole(hours) * 60 + whole(minutes)
}
