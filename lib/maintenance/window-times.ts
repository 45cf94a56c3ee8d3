import type { Prisma } from '../db'
import type { WindowTimes } from './occurrences'

type Row = Prisma.MaintenanceWindowGetPayload<object>

/** When a window is, as the arithmetic takes it. */
export function timesOf(row: Pick<Row, keyof WindowTimes>): WindowTimes {
  const { timeZone, weekdays, onDay, startsAtMinute, durationMinutes } = row
  return { timeZone, weekdays, onDay: onDay?.toISOString().slice(0, 10) ?? null, startsAtMinute, durationMinutes }
}
