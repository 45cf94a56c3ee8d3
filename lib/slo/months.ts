import { dayMs } from '../clock'
import type { Context } from '../context'
import { getDb, type Prisma, type Tx, withTx } from '../db'
import type { JobDefinition } from '../jobs/contract'
import { getCompanySettings } from '../settings'
import { dayOf, instantOf } from '../wall-clock'
import { SloMonth, type SloMonthList, type SloTargets } from './contract'
import { measure } from './measure'
import { getSloTargets } from './targets'

/** Minutes are kept for a hundred days; a month whose beginning is gone is settled. */
const keptMs = 99 * dayMs
const shownMonths = 24

type Month = { month: string; from: Date; to: Date }

/** The months of the company, newest first: the running one as it stands, those that are over as they were kept. */
export async function listSloMonths(ctx: Context): Promise<SloMonthList> {
  const db = getDb()
  const now = ctx.now()
  const { timeZone } = await getCompanySettings(db)
  const targets = await getSloTargets(db)
  const kept = await db.sloMonth.findMany({ orderBy: { month: 'desc' }, take: shownMonths })
  const running = monthOf(now, timeZone)
  const last = monthOf(new Date(running.from.getTime() - 1), timeZone)
  // The job keeps a month on its first night; on its first morning it may not have run yet.
  const fresh = kept.some(({ month }) => month === last.month) ? [running] : [running, last]
  const first = await firstMinute(db)
  const computed = await Promise.all(
    fresh.filter(({ to }) => first !== null && to > first).map((month) => resultOf(db, { ...month, now, targets })),
  )
  const results = kept.flatMap(({ result }) => SloMonth.safeParse(result).data ?? [])
  return {
    items: [...computed, ...results.filter(({ month }) => !fresh.some((each) => each.month === month))],
    nextCursor: null,
  }
}

/** Computes the months that are over again, as long as their minutes are there; what was promised then stays. */
export async function keepSloMonths(tx: Tx, now: Date): Promise<number> {
  const { timeZone } = await getCompanySettings(tx)
  const first = await firstMinute(tx)
  if (!first) return 0
  const current = await getSloTargets(tx)
  const before = (month: Month) => monthOf(new Date(month.from.getTime() - 1), timeZone)
  let kept = 0
  let month = before(monthOf(now, timeZone))
  for (; month.from.getTime() >= now.getTime() - keptMs && month.to > first; month = before(month), kept += 1)
    await keep(tx, month, { now, current })
  return kept
}

async function keep(tx: Tx, month: Month, { now, current }: { now: Date; current: SloTargets }): Promise<void> {
  const row = await tx.sloMonth.findUnique({ where: { month: month.month } })
  const known = SloMonth.safeParse(row?.result).data
  const result = (await resultOf(tx, { ...month, now, targets: known?.targets ?? current })) as Prisma.InputJsonValue
  await tx.sloMonth.upsert({
    where: { month: month.month },
    create: { month: month.month, result, computedAt: now },
    update: { result, computedAt: now },
  })
}

async function resultOf(tx: Tx, input: Month & { now: Date; targets: SloTargets }): Promise<SloMonth> {
  const { month, from, to, now, targets } = input
  const { availability, requests, latency } = await measure(tx, { from, to, now, targets })
  return {
    month,
    from: from.toISOString(),
    to: to.toISOString(),
    isOver: to <= now,
    targets,
    availability,
    requests,
    latency,
  }
}

/** The calendar month of the zone that an instant lies in. */
export function monthOf(at: Date, timeZone: string): Month {
  const month = dayOf(at, timeZone).slice(0, 7)
  const [year = 0, number = 0] = month.split('-').map(Number)
  const next = number === 12 ? `${year + 1}-01` : `${year}-${String(number + 1).padStart(2, '0')}`
  return { month, from: instantOf(`${month}-01`, 0, timeZone), to: instantOf(`${next}-01`, 0, timeZone) }
}

async function firstMinute(tx: Tx): Promise<Date | null> {
  const row = await tx.healthHour.findFirst({ orderBy: { at: 'asc' }, select: { at: true } })
  return row?.at ?? null
}

export const sloMonthsJob: JobDefinition = {
  name: 'slo.months',
  description:
    'Keeps what became of the service level targets in the months that are over, before their minutes are removed.',
  schedule: '30 3 * * *',
  graceSeconds: 6 * 60 * 60,
  isCritical: false,
  run: async ({ ctx, now }) => ({ months: await withTx(ctx, (tx) => keepSloMonths(tx, now)) }),
}
