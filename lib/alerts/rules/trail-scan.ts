import { secondMs } from '../../clock'
import { Prisma } from '../../db'
import { uuidv7Floor } from '../../ids'

export type Range = { from: Date; to: Date }

/**
 * Events of these actions from the index over both, as `e`. One query for each: only of an action it is told by name does the
 * planner know how rare it is, and that the month need not be walked.
 */
export function eventsWithAction(actions: readonly string[], range: Range): Prisma.Sql {
  const each = actions.map(
    (action) => Prisma.sql`SELECT t.* FROM "AuditLog" AS t WHERE t."action" = ${action} AND ${within(range)}`,
  )
  return Prisma.sql`(${Prisma.join(each, ' UNION ALL ')}) AS e`
}

/** CRITICAL events from the small index of what is not INFO, as `e`. */
export function criticalEvents(range: Range): Prisma.Sql {
  return Prisma.sql`(
    SELECT t.* FROM "AuditLog" AS t
    WHERE t."severity" = 'CRITICAL' AND t."severity" <> 'INFO' AND ${within(range)}) AS e`
}

/** ERROR and CRITICAL events of a short time, as `e`. */
export function errorEvents(range: Range): Prisma.Sql {
  return Prisma.sql`(
    SELECT t.* FROM "AuditLog" AS t
    WHERE t."severity" IN ('ERROR', 'CRITICAL') AND t."severity" <> 'INFO' AND ${within(range)}) AS e`
}

const within = (range: Range) => Prisma.sql`t."id" >= ${lowestId(range)}::uuid AND t."id" <= ${highestId(range)}::uuid
  AND t."occurredAt" >= ${range.from}::timestamptz AND t."occurredAt" <= ${range.to}::timestamptz`

// An id's time is cut off to milliseconds where a trigger's `occurredAt` was rounded.
export const lowestId = ({ from }: Pick<Range, 'from'>) => uuidv7Floor(new Date(Math.max(0, from.getTime() - secondMs)))
export const highestId = ({ to }: Pick<Range, 'to'>) => uuidv7Floor(new Date(to.getTime() + secondMs))
