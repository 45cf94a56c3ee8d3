import { minuteMs } from '../clock'
import type { Actor, Role } from '../context'
import { getPool } from '../db'

type SessionRow = {
  sessionId: string
  id: string
  email: string
  name: string
  role: Role
  isSample: boolean
  lastSeenAt: Date
}

const findSql = `
  SELECT s."id" AS "sessionId", s."lastSeenAt", u."id", u."email", u."name", u."role", u."isSample"
  FROM "Session" s JOIN "User" u ON u."id" = s."userId"
  WHERE s."id" = $1 AND s."revokedAt" IS NULL AND s."expiresAt" > now() AND u."disabledAt" IS NULL`

// The context is set in the same statement, so that marking activity is not taken for an outside change.
const touchSql = `
  WITH ctx AS MATERIALIZED (SELECT set_config('daybook.ctx', 'session activity', true) AS label),
  touched AS (
    UPDATE "Session" SET "lastSeenAt" = now() FROM ctx WHERE "id" = $1 AND ctx.label IS NOT NULL RETURNING "userId")
  UPDATE "User" SET "lastActivityAt" = now() FROM touched WHERE "User"."id" = touched."userId"`

const touchEveryMs = minuteMs

/** Whose session this is, if it is alive. Activity is noted at most once a minute. */
export async function findSession(sessionId: string): Promise<Extract<Actor, { type: 'user' }> | null> {
  const { rows } = await getPool().query<SessionRow>({ name: 'session-find', text: findSql, values: [sessionId] })
  const row = rows[0]
  if (!row) return null
  const { lastSeenAt, ...person } = row
  if (Date.now() - lastSeenAt.getTime() > touchEveryMs)
    await getPool().query({ name: 'session-touch', text: touchSql, values: [sessionId] })
  return { type: 'user', ...person }
}
