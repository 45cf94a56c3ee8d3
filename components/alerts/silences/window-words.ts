import { minutesInWords } from '@/components/ui/duration'
import { weekdayName } from '@/components/ui/weekdays'
import type { MaintenanceWindow } from '@/lib/alerts/silences/contract'

const list = new Intl.ListFormat('en-GB', { type: 'conjunction' })
const date = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' })

type Times = Pick<MaintenanceWindow, 'weekdays' | 'onDay' | 'startsAt' | 'durationMinutes' | 'timeZone'>

/** "Every Wednesday and Sunday at 02:30 for 1 h 30 min, Europe/Berlin". */
export function windowWords({ weekdays, onDay, startsAt, durationMinutes, timeZone }: Times): string {
  return `${daysInWords(weekdays, onDay)} at ${startsAt} for ${minutesInWords(durationMinutes)}, ${timeZone}`
}

function daysInWords(weekdays: readonly number[], onDay: string | null): string {
  if (onDay !== null) return `Once on ${date.format(new Date(`${onDay}T00:00:00Z`))}`
  if (weekdays.length === 7) return 'Every day'
  return `Every ${list.format(weekdays.map(weekdayName))}`
}

/** Which alerts are meant: "All alerts", "error-rate from billing". */
export function scopeWords(scope: { rule: string | null; source: string | null; fingerprint?: string | null }): string {
  const { rule, source, fingerprint } = scope
  if (fingerprint != null) return `One alert: ${rule ?? 'any rule'}, ${fingerprintWords(fingerprint)}`
  if (rule === null && source === null) return 'All alerts'
  return [rule ?? 'All alerts', ...(source === null ? [] : [`from ${source}`])].join(' ')
}

/** "daybook, spool": the system and what it happened to, without ids, which say nothing to people. */
function fingerprintWords(fingerprint: string): string {
  const isId = (part: string) => /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part)
  return fingerprint
    .split('|')
    .filter((part) => !isId(part))
    .join(', ')
}
