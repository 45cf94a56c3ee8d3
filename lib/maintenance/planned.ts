import { z } from 'zod'
import { secondMs } from '../clock'
import type { Tx } from '../db'
import { uuidv7Floor } from '../ids'
import { isTimeZone } from '../settings'
import { occurrencesBetween } from './occurrences'
import { timesOf } from './window-times'

/** From an instant up to, and without, another. */
export type Stretch = { from: Date; to: Date }

/**
 * When all of Daybook was under planned maintenance within the stretch: the windows that are meant for every alert of
 * Daybook, and the time in maintenance mode. Overlaps are not joined. A window covers nothing that lies before it was
 * planned: what went wrong unplanned is corrected by a founder, with a reason, and not by planning the past.
 */
export async function plannedMaintenance(tx: Tx, stretch: Stretch): Promise<Stretch[]> {
  return [...(await ofWindows(tx, stretch)), ...(await ofMode(tx, stretch))]
}

async function ofWindows(tx: Tx, { from, to }: Stretch): Promise<Stretch[]> {
  const windows = await tx.maintenanceWindow.findMany({
    where: { isEnabled: true, rule: null, OR: [{ source: null }, { source: 'daybook' }], createdAt: { lt: to } },
  })
  return windows
    .filter(({ timeZone }) => isTimeZone(timeZone))
    .flatMap((window) => {
      const since = window.createdAt > from ? window.createdAt : from
      return occurrencesBetween(timesOf(window), since, to).map(({ start, end }) => ({
        from: start > since ? start : since,
        to: end < to ? end : to,
      }))
    })
}

/** The setting `maintenance`, or what an event says of it: only the fields that changed. */
const Mode = z.object({ enabled: z.boolean().optional(), since: z.coerce.date().nullish().catch(null) })

/** As the events of switching tell. Before the first of them it was the opposite of what that one says. */
async function ofMode(tx: Tx, { from, to }: Stretch): Promise<Stretch[]> {
  const switches = await switchesOf(tx, { from, to })
  const setting = await tx.setting.findUnique({ where: { key: 'maintenance' }, select: { value: true } })
  const now = Mode.safeParse(setting?.value).data
  const isOnFirst = switches[0] ? !switches[0].isOn : now?.enabled === true && (now.since ?? from) <= from
  const stretches: Stretch[] = []
  let since = isOnFirst ? from : undefined
  for (const { at, isOn } of switches) {
    if (isOn) since ??= at
    else if (since) {
      stretches.push({ from: since, to: at })
      since = undefined
    }
  }
  // Switched on by whoever leaves no event: the setting knows since when.
  if (!since && switches.length === 0 && now?.enabled && now.since && now.since < to) since = now.since
  return since ? [...stretches, { from: since, to }] : stretches
}

async function switchesOf(tx: Tx, { from, to }: Stretch): Promise<{ at: Date; isOn: boolean }[]> {
  const [low, high] = [new Date(Math.max(0, from.getTime() - secondMs)), new Date(to.getTime() + secondMs)]
  const rows = await tx.$queryRaw<{ at: Date; after: unknown }[]>`
    SELECT "occurredAt" AS at, "after" FROM "AuditLog"
    WHERE "action" = 'MAINTENANCE_MODE_TOGGLED' AND "source" = 'daybook'
      AND "id" >= ${uuidv7Floor(low)}::uuid AND "id" <= ${uuidv7Floor(high)}::uuid
      AND "occurredAt" >= ${from} AND "occurredAt" < ${to} ORDER BY "id"`
  return rows.flatMap(({ at, after }) => {
    const isOn = Mode.safeParse(after).data?.enabled
    return isOn === undefined ? [] : [{ at, isOn }]
  })
}
