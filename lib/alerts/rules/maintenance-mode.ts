import { z } from 'zod'
import { hourMs } from '../../clock'
import type { Tx } from '../../db'
import { momentsOf, type Stretch } from './moments'
import { conditionRule } from './rule'
import { threshold } from './threshold'
import { eventsWithAction } from './trail-scan'
import { spanOf } from './wording'

const Settings = z.strictObject({
  hoursWithoutEnd: threshold({
    title: 'Hours without a planned end',
    description: 'How long maintenance may last when nobody said until when',
    unit: 'hours',
    default: 4,
    minimum: 1,
    maximum: 24 * 30,
  }),
})

/** The setting `maintenance`, or what an event says of it: only the fields that changed. */
const Maintenance = z.object({
  enabled: z.boolean().catch(false),
  since: z.coerce.date().nullish().catch(null),
  until: z.coerce.date().nullish().catch(null),
})

export const maintenanceMode = conditionRule({
  name: 'maintenance-mode',
  title: 'Maintenance lasts',
  description: 'Maintenance mode is on for longer than planned, and everybody but founders is kept out.',
  severity: 'low',
  settings: Settings,
  async evaluate(tx, { now, settings }) {
    const row = await tx.setting.findUnique({ where: { key: 'maintenance' } })
    const state = Maintenance.safeParse(row?.value).data
    if (!row || !state?.enabled) return []
    const since = state.since ?? row.updatedAt
    const end = endOf({ since, until: state.until }, settings.hoursWithoutEnd)
    if (now < end) return []
    const over = spanOf(now.getTime() - end.getTime())
    const sentence = state.until
      ? `Maintenance mode is on ${over} longer than planned.`
      : `Maintenance mode is on since ${spanOf(now.getTime() - since.getTime())} without a planned end.`
    return [
      {
        source: 'daybook',
        sentence,
        facts: [{ name: 'On since', value: since.toISOString() }],
        firstAt: end,
        lastAt: now,
      },
    ]
  },
  async history(tx, { from, to, settings }) {
    return momentsOf(await overruns(tx, { from, to }, settings.hoursWithoutEnd), { from, to })
  },
})

function endOf({ since, until }: { since: Date; until: Date | null | undefined }, hoursWithoutEnd: number): Date {
  return until ?? new Date(since.getTime() + hoursWithoutEnd * hourMs)
}

/** From the planned end to the next switch, as the events of switching tell. */
async function overruns(tx: Tx, range: { from: Date; to: Date }, hoursWithoutEnd: number): Promise<Stretch[]> {
  const from = new Date(range.from.getTime() - 30 * 24 * hourMs)
  const rows = await tx.$queryRaw<{ at: Date; after: unknown }[]>`
    SELECT e."occurredAt" AS at, e."after" FROM ${eventsWithAction(['MAINTENANCE_MODE_TOGGLED'], { from, to: range.to })}
    WHERE e."source" = 'daybook' ORDER BY e."id"`
  return rows.flatMap(({ at, after }, index) => {
    const state = Maintenance.safeParse(after).data
    if (!state?.enabled) return []
    const end = endOf({ since: at, until: state.until }, hoursWithoutEnd)
    return [{ source: 'daybook', from: end, until: rows[index + 1]?.at ?? range.to }]
  })
}
