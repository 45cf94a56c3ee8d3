import type { Prisma } from '../../db'
import { isOpen, nextStart, timesOf } from '../../maintenance'
import { isTimeZone } from '../../settings'
import { timeOf } from '../../wall-clock'
import type { MaintenanceWindow } from './contract'

type Row = Prisma.MaintenanceWindowGetPayload<object>

/** A window as it is answered. One in a time zone that this system does not know never comes. */
export function toMaintenanceWindow(row: Row, now: Date): MaintenanceWindow {
  const { id, name, rule, source, isEnabled, createdByName } = row
  const { timeZone, weekdays, onDay, startsAtMinute, durationMinutes } = timesOf(row)
  const times = isEnabled && isTimeZone(timeZone) ? timesOf(row) : undefined
  return {
    id,
    name,
    timeZone,
    weekdays: [...weekdays],
    onDay,
    startsAt: timeOf(startsAtMinute),
    durationMinutes,
    rule,
    source,
    isEnabled,
    isActive: times !== undefined && isOpen(times, now),
    nextStart: (times && nextStart(times, now)?.toISOString()) ?? null,
    createdByName,
  }
}

/** What of a window stands in events: not what only the time decides. */
export function recorded({ isActive: _now, nextStart: _next, ...facts }: MaintenanceWindow) {
  return facts
}
