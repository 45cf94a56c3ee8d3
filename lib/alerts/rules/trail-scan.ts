import { secondMs } from '../../clock'
import { Prisma } from '../../db'
import { uuidv7Floor } from '../../ids'

export type Range = { from: Date; to: Date }

/** Events of these actions from the index over both, as `e`. */
export function eventsWithAction(actions: readonly string[], range: Range): Prisma.Sql {
  return Prisma.sql`unnest(${[...actions]}::text[]) AS k("action") CROSS JOIN LATERAL (
    SELECT t.* FROM "AuditLog" AS t
    WHERE (t."action", t."id") >= (k."action", ${lowestId(range)}::uuid)
      AND (t."action", t."id") <= (k."action", ${highestId(range)}::uuid) AND ${within(range)}) AS e`
}

/** CRITICAL events from the small index of what is not INFO, as `e`. */
export function criticalEvents(range: Range): Prisma.Sql {
  return Prisma.sql`(
    SELECT t.* FROM "AuditLog" AS t
    WHERE (t."severity", t."id") >= ('CRITICAL', ${lowestId(range)}::uuid)
      AND (t."severity", t."id") <= ('CRITICAL', ${highestId(range)}::uuid)
      AND t."severity" <> 'INFO' AND ${within(range)}) AS e`
}

/** ERROR and CRITICAL events of a short time, from the index of what is not INFO, as `e`. */
export function errorEvents(range: Range): Prisma.Sql {
  return Prisma.sql`(
    SELECT t.* FROM "AuditLog" AS t
    WHERE t."severity" <> 'INFO' AND t."severity" IN ('ERROR', 'CRITICAL') AND ${within(range)}) AS e`
}

/** The range of ids prunes partitions, which a comparison of pairs does not. */
const within = (range: Range) => Prisma.sql`t."id" >= ${lowestId(range)}::uuid AND t."id" <= ${highestId(range)}::uuid
  AND t."occurredAt" >= ${range.from}::timestamptz AND t."occurredAt" <= ${range.to}::timestamptz`

// An id's time is cut off to milliseconds where a trigger's `occurredAt` was rounded.
export const lowestId = ({ from }: Pick<Range, 'from'>) => uuidv7Floor(new Date(Math.max(0, from.getTime() - secondMs)))
export const highestId = ({ to }: Pick<Range, 'to'>) => uuidv7Floor(new Date(to.getTime() + secondMs))
