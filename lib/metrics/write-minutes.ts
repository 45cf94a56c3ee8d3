import { getPool } from '../db'
import { addTo, type Cell, emptyCell, type MinuteCells } from './request-counts'
import { probeRoutes } from './routes'

const added = (table: string, column: string) => `"${column}" = "${table}"."${column}" + EXCLUDED."${column}"`
const addedBuckets = (table: string) =>
  `"buckets" = ARRAY(SELECT a + b FROM unnest("${table}"."buckets", EXCLUDED."buckets")
    WITH ORDINALITY AS both_of(a, b, i) ORDER BY i)`

/**
 * Minutes were told apart by this process's clock and belong to the database's, so they are moved by the whole minutes
 * between the two. A row that is there already grows: every flush brings only what is new.
 */
const text = `
  WITH clock AS (
    SELECT make_interval(mins => round(extract(epoch FROM clock_timestamp() - $2::timestamptz) / 60)::int) AS "ahead"
  ), given AS (
    SELECT r."at" + clock."ahead" AS "at", r."method", r."route", r."count", r."errors",
      least(r."totalMs", 2147483647)::int AS "totalMs", r."buckets"::int[] AS "buckets"
    FROM clock, unnest($3::timestamptz[], $4::text[], $5::text[], $6::int[], $7::int[], $8::bigint[], $9::text[])
      AS r("at", "method", "route", "count", "errors", "totalMs", "buckets")
  ), totals AS (
    INSERT INTO "RequestTotal" ("at", "instanceId", "count", "errors", "buckets")
    SELECT "at", $1::uuid, "count", "errors", "buckets" FROM given WHERE "route" IS NULL
    ON CONFLICT ("at", "instanceId") DO UPDATE SET
      ${added('RequestTotal', 'count')}, ${added('RequestTotal', 'errors')}, ${addedBuckets('RequestTotal')}
  )
  INSERT INTO "RequestMinute" ("at", "instanceId", "method", "route", "count", "errors", "totalMs", "buckets")
  SELECT "at", $1::uuid, "method", "route", "count", "errors", "totalMs", "buckets" FROM given WHERE "route" IS NOT NULL
  ON CONFLICT ("at", "instanceId", "method", "route") DO UPDATE SET
    ${added('RequestMinute', 'count')}, ${added('RequestMinute', 'errors')}, ${addedBuckets('RequestMinute')},
    "totalMs" = least("RequestMinute"."totalMs"::bigint + EXCLUDED."totalMs", 2147483647)::int`

/** `null` as method and route: all of the minute together. */
type Row = { atMs: number; method: string | null; route: string | null; cell: Cell }

/**
 * Adds these counts to the rows of the instance, all of them or none. `nowMs`: what the clock says now that the minutes
 * were taken from. Throws what the driver throws.
 */
export async function writeMinutes(
  instanceId: string,
  nowMs: number,
  minutes: ReadonlyMap<number, MinuteCells>,
): Promise<void> {
  const rows = [...minutes].flatMap(([atMs, cells]) => rowsOf(atMs, cells))
  if (rows.length === 0) return
  const values = [
    instanceId,
    new Date(nowMs),
    rows.map(({ atMs }) => new Date(atMs)),
    rows.map(({ method }) => method),
    rows.map(({ route }) => route),
    rows.map(({ cell }) => cell.count),
    rows.map(({ cell }) => cell.errors),
    rows.map(({ cell }) => Math.round(cell.totalMs)),
    rows.map(({ cell }) => `{${cell.buckets.join(',')}}`),
  ]
  await getPool().query({ name: 'request-minutes', text, values })
}

/** A minute's rows and the one that sums them up, so that rules read one row a minute and not one per route. */
function rowsOf(atMs: number, cells: MinuteCells): Row[] {
  const all = emptyCell()
  const rows: Row[] = []
  for (const [route, byMethod] of cells)
    for (const [method, cell] of byMethod) {
      rows.push({ atMs, method, route, cell })
      if (!probeRoutes.has(route)) addTo(all, cell)
    }
  return all.count === 0 ? rows : [...rows, { atMs, method: null, route: null, cell: all }]
}
