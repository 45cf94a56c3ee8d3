import { minuteMs } from '../../clock'
import { Prisma, type Tx } from '../../db'
import { newsOnly } from './news'
import type { Moment } from './rule'
import type { Range } from './trail-scan'

/** A time in which a condition was true without a break. */
export type Stretch = { from: Date; until: Date; source: string; subject?: string | null }

/** One moment for every minute of the stretches, as far as they lie in the range, oldest first. */
export function momentsOf(stretches: readonly Stretch[], range: Range): Moment[] {
  const moments = stretches.flatMap(({ from, until, source, subject }) => {
    const firstMs = Math.max(from.getTime(), range.from.getTime())
    const endMs = Math.min(until.getTime(), range.to.getTime())
    const minutes = Math.max(0, Math.ceil((endMs - firstMs) / minuteMs))
    return Array.from({ length: minutes }, (_, minute): Moment => {
      const at = new Date(firstMs + minute * minuteMs)
      return subject ? { at, source, subject } : { at, source }
    })
  })
  return moments.sort((a, b) => a.at.getTime() - b.at.getTime())
}

/** One moment for every minute, source and subject with such an event. `events` names them `e`; `subject` is text or null. */
export async function eventMoments(
  tx: Tx,
  events: Prisma.Sql,
  { subject = Prisma.sql`NULL::text`, where = Prisma.sql`true` }: { subject?: Prisma.Sql; where?: Prisma.Sql } = {},
): Promise<Moment[]> {
  const rows = await tx.$queryRaw<{ at: Date; source: string; subject: string | null }[]>`
    SELECT min(m."occurredAt") AS at, m."source", m.subject
    FROM (SELECT e."occurredAt", e."source", ${subject} AS subject FROM ${events} WHERE ${newsOnly} AND ${where}) AS m
    GROUP BY date_trunc('minute', m."occurredAt"), m."source", m.subject ORDER BY at`
  return rows.map((row) =>
    row.subject === null ? { at: row.at, source: row.source } : { ...row, subject: row.subject },
  )
}
