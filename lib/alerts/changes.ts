import { actionCatalogue, findAction } from '../audit/browser'
import { dayMs } from '../clock'
import { type AuditLog, Prisma, type Tx } from '../db'
import type { Change } from './contract'
import { highestId, lowestId } from './rules/trail-scan'
import { inWords } from './rules/wording'

const maxChanges = 5
const lookBackMs = dayMs
/** Committed events that wait for the sealer and may bring an action that no statistics know yet. */
const maxUnsealed = 1_000

/** Settings of who is told of alerts, which make nothing fail. A changed rule stays: it may be why this one fires. */
const tellsOnly = /^(ALERT_(?!RULE)|SILENCE_|MAINTENANCE_WINDOW_)/
const settingsActions = Object.entries(actionCatalogue)
  .filter(([action, { category }]) => category === 'settings' && !tellsOnly.test(action))
  .map(([action]) => action)
const roleActions = ['USER_CREATED', 'USER_UPDATED', 'USER_DELETED', 'USER_CREATE', 'USER_UPDATE', 'USER_DELETE']
const knownActions = [...settingsActions, ...roleActions, 'SYSTEM_STARTED', 'MIGRATIONS_APPLIED']
/** How other systems call what changes them. */
const foreignPattern = '(DEPLOY|RELEASE|FLAG|CONFIG|MIGRATION)'

type Row = Pick<
  AuditLog,
  | 'id'
  | 'occurredAt'
  | 'action'
  | 'description'
  | 'source'
  | 'actorType'
  | 'userName'
  | 'userEmail'
  | 'release'
  | 'before'
  | 'after'
> & { releaseBefore: string | null }

/**
 * What was changed in the day before a failure: the last settings, role, release, migration and flag events (five at most),
 * newest first. The sample company's count only for itself. Every action is read from the index over it.
 */
export async function changesBefore(tx: Tx, { at, source }: { at: Date; source: string }): Promise<Change[]> {
  const range = { from: new Date(at.getTime() - lookBackMs), to: at }
  const [low, high] = [lowestId(range), highestId(range)]
  const rows = await tx.$queryRaw<Row[]>`
    WITH names AS (
      SELECT unnest(${knownActions}::text[]) AS "action"
      UNION
      SELECT "action" FROM "AuditHour" WHERE "at" >= date_trunc('hour', ${range.from}::timestamptz) AND "at" <= ${at}::timestamptz
        AND ${isForeign}
      UNION
      SELECT "action" FROM (
        SELECT e."action", e."source" FROM
          (SELECT "id" FROM "AuditUnsealed" WHERE "id" >= ${low}::uuid AND "id" <= ${high}::uuid ORDER BY "id" DESC LIMIT ${maxUnsealed}) AS u
          JOIN "AuditLog" AS e ON e."id" = u."id" AND e."id" >= ${low}::uuid AND e."id" <= ${high}::uuid
      ) AS unsealed WHERE ${isForeign}
    )
    SELECT c.* FROM names AS k CROSS JOIN LATERAL (
      SELECT t."id"::text, t."occurredAt", t."action", t."description", t."source", t."actorType", t."userName", t."userEmail",
        t."release", t."before", t."after", previous."release" AS "releaseBefore"
      FROM "AuditLog" AS t LEFT JOIN LATERAL (${previousStart}) AS previous ON true
      WHERE (t."action", t."id") >= (k."action", ${low}::uuid) AND (t."action", t."id") <= (k."action", ${high}::uuid)
        AND t."id" >= ${low}::uuid AND t."id" <= ${high}::uuid
        AND t."occurredAt" >= ${range.from}::timestamptz AND t."occurredAt" <= ${at}::timestamptz
        AND (t."source" = 'sample') = ${source === 'sample'}::boolean AND ${isChange}
      ORDER BY t."action" DESC, t."id" DESC LIMIT ${maxChanges}
    ) AS c
    ORDER BY c."id" DESC LIMIT ${maxChanges}`
  return rows.map((row) => ({ eventId: row.id, at: row.occurredAt.toISOString(), sentence: sentenceOf(row) }))
}

const isForeign = Prisma.sql`"source" NOT IN ('daybook', 'sample') AND "action" ~* ${foreignPattern}`

const previousStart = Prisma.sql`
  SELECT p."release" FROM "AuditLog" AS p
  WHERE t."action" = 'SYSTEM_STARTED' AND p."action" = 'SYSTEM_STARTED' AND p."source" = t."source"
    AND (p."action", p."id") < ('SYSTEM_STARTED', t."id")
  ORDER BY p."action" DESC, p."id" DESC LIMIT 1`

/** A start is a change when the release is another than before, a member's when the role is. */
const isChange = Prisma.sql`CASE
  WHEN t."action" = 'SYSTEM_STARTED' THEN previous."release" IS NOT NULL AND t."release" <> previous."release"
  WHEN t."action" IN ('USER_UPDATED', 'USER_UPDATE') THEN coalesce(t."before" -> 'role', t."after" -> 'role') IS NOT NULL
  ELSE true END`

/** As the feed says it: "Kim Lee changed the e-mail settings". */
function sentenceOf(row: Row): string {
  const entry = findAction(row.action)
  const where = ['daybook', 'sample'].includes(row.source) ? '' : ` (${row.source})`
  if (!entry) return `${row.description.trim() || inWords(row.action)}${where}`
  return `${actorOf(row)} ${entry.sentence}${detailOf(row)}${where}`
}

function actorOf({ actorType, userName, userEmail, source }: Row): string {
  const name = userName ?? userEmail
  if (actorType === 'job') return `Job ${name ?? 'without a name'}`
  if (actorType === 'apiKey') return `API key ${name ?? 'without a name'}`
  if (actorType === 'system') return capital(name ?? source)
  return name ?? 'Somebody'
}

function detailOf({ action, release, releaseBefore, before, after }: Row): string {
  if (action === 'SYSTEM_STARTED') return ` with release ${release} after ${releaseBefore}`
  const [from, to] = [roleIn(before), roleIn(after)]
  return from && to ? `: ${from} became ${to}` : ''
}

function roleIn(snapshot: unknown): string | undefined {
  const isObject = snapshot !== null && typeof snapshot === 'object'
  return isObject && 'role' in snapshot && typeof snapshot.role === 'string' ? snapshot.role : undefined
}

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)
