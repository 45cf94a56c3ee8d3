import { z } from 'zod'
import type { Tx } from '../db'
import { isTimeZone } from '../settings'
import { isOpen, nextStart } from './occurrences'
import { timesOf } from './window-times'

const Mode = z.object({
  enabled: z.boolean().catch(false),
  since: z.coerce.date().nullish().catch(null),
  until: z.coerce.date().nullish().catch(null),
})

export type MaintenanceNow = {
  /** Maintenance mode keeps everybody but founders out. */
  mode: { isOn: boolean; since: Date | null; until: Date | null }
  /** Windows that are open at this moment, by name. */
  open: string[]
  next: { name: string; at: Date } | null
}

/** What is planned, now and next. */
export async function maintenanceNow(tx: Tx, now: Date): Promise<MaintenanceNow> {
  const setting = await tx.setting.findUnique({ where: { key: 'maintenance' }, select: { value: true } })
  const mode = Mode.safeParse(setting?.value ?? {}).data
  const rows = await tx.maintenanceWindow.findMany({ where: { isEnabled: true }, orderBy: { id: 'asc' } })
  const windows = rows.filter(({ timeZone }) => isTimeZone(timeZone))
  const starts = windows.flatMap((window) => {
    const at = nextStart(timesOf(window), now)
    return at ? [{ name: window.name, at }] : []
  })
  return {
    mode: { isOn: mode?.enabled ?? false, since: mode?.since ?? null, until: mode?.until ?? null },
    open: windows.filter((window) => isOpen(timesOf(window), now)).map(({ name }) => name),
    next: starts.sort((a, b) => a.at.getTime() - b.at.getTime())[0] ?? null,
  }
}
