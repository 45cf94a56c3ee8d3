import { dayMs } from '../../clock'
import { longRead } from '../../db'
import { uuidv7Floor } from '../../ids'
import type { NewError } from './contract'
import type { DigestDay } from './digest-day'

const historyDays = 30
/** Failures looked at, newest first: beyond these a bad day's digest would take minutes. */
const maxOfDay = 20_000
const maxOfHistory = 100_000
const maxKinds = 20

/**
 * What stays of a message when numbers, ids and quoted values are taken out, so that the same failure with another invoice
 * is the same kind.
 */
const shapeSql = `left(regexp_replace(regexp_replace(coalesce("errorMessage", "description"),
  '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|0x[0-9a-f]+|[0-9]+([.,:][0-9]+)*', '#', 'gi'),
  '"[^"]*"|''[^'']*''|“[^”]*”', '"…"', 'g'), 300)`

const sql = `
  WITH today AS MATERIALIZED (
    SELECT "id", "action", "entityType", coalesce("errorMessage", "description") AS message, ${shapeSql} AS shape
    FROM "AuditLog" WHERE "severity" IN ('ERROR', 'CRITICAL') AND "id" >= $1 AND "id" < $2 ORDER BY "id" DESC LIMIT ${maxOfDay}
  ), kinds AS (
    SELECT "action", "entityType", shape, count(*)::int AS count, max("id"::text) AS "eventId",
      (array_agg(message ORDER BY "id" DESC))[1] AS message
    FROM today GROUP BY "action", "entityType", shape
  ), earlier AS (
    SELECT DISTINCT "action", "entityType", ${shapeSql} AS shape FROM (
      SELECT "action", "entityType", "errorMessage", "description" FROM "AuditLog"
      WHERE "severity" IN ('ERROR', 'CRITICAL') AND "id" >= $3 AND "id" < $1
        AND "action" IN (SELECT "action" FROM kinds) ORDER BY "id" DESC LIMIT ${maxOfHistory}
    ) AS failures
  )
  SELECT "action", "entityType", "count", "eventId", left(message, 300) AS message FROM kinds
  WHERE NOT EXISTS (
    SELECT 1 FROM earlier WHERE earlier."action" = kinds."action" AND earlier.shape = kinds.shape
      AND earlier."entityType" IS NOT DISTINCT FROM kinds."entityType"
  ) ORDER BY "count" DESC, "action" LIMIT ${maxKinds}`

type Row = { action: string; entityType: string | null; count: number; eventId: string; message: string }

/** Kinds of failures (action, entity type and shape of the message) that the 30 days before had not seen. */
export async function findNewErrors({ from, to }: DigestDay): Promise<NewError[]> {
  const history = new Date(from.getTime() - historyDays * dayMs)
  const rows = await longRead<Row>(sql, [from, to, history].map(uuidv7Floor))
  return rows.map(({ message, ...row }) => ({ ...row, sentence: message.replace(/\s+/g, ' ').trim() }))
}
