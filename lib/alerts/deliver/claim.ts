import type { Context } from '../../context'
import { type Tx, withTx } from '../../db'
import { uuidv7 } from '../../ids'
import { channelsOfOthers } from '../channels/environment-value'
import { dashboardUrl } from '../evaluate/message-of'
import { Message } from '../message'
import { closeLostTests } from './close-lost-tests'
import { tellOfDead } from './dead-letter'

/** A delivery that this process may send, and nobody else until the claim ends. */
export type Claimed = {
  id: string
  channelId: string
  alertId: string | null
  correlationId: string | null
  kind: string
  message: Message
  /** The number of this attempt, from 1: the fence that a thawed process does not pass. */
  attempt: number
  isMaybeRepeated: boolean
  toldTo: string[]
  claim: string
}

/** Longer than any attempt takes; after it the process is taken for dead and another sends, marked as a possible repeat. */
const claimSeconds = 30

/**
 * Claims one due delivery of every channel that is neither busy nor asked to be left alone: what is critical before the rest, and of
 * those the one that has waited longest. A channel that hangs keeps nobody else waiting. Those of a channel of the environment that
 * is switched on and not set in this process are left to those that have its variable. A test is claimed no second time. What is
 * told of one alert to one channel keeps its order, and its "resolved" waits for everything else of it that is under way, whatever
 * their ids say: those are made by the clocks of several processes. The end of a drill waits for the drill. Time is the database's.
 */
export async function claimDue(ctx: Context, busy: readonly string[], limit: number): Promise<Claimed[]> {
  return withTx(ctx, async (tx) => {
    await closeLostTests(tx, ctx)
    const due = await findDue(tx, busy, limit)
    if (due.length === 0) return []
    const claim = uuidv7()
    const rows = await tx.$queryRaw<Row[]>`
      UPDATE "Delivery" SET "status" = 'SENDING', "attempts" = "attempts" + 1, "claimedBy" = ${claim}::uuid,
        "claimedUntil" = clock_timestamp() + make_interval(secs => ${claimSeconds}),
        "isMaybeRepeated" = "isMaybeRepeated" OR "status" = 'SENDING'
      WHERE "id" IN (SELECT "id" FROM "Delivery" WHERE "id" = ANY(${due}::uuid[])
        AND ("status" = 'PENDING' OR ("status" = 'SENDING' AND "claimedUntil" < clock_timestamp()))
        FOR UPDATE SKIP LOCKED)
      RETURNING "id"::text AS "id", "channelId"::text AS "channelId", "alertId"::text AS "alertId", "correlationId",
        "kind", "message", "attempts" AS "attempt", "isMaybeRepeated", "toldTo"`
    for (const { id, attempt } of rows)
      await tx.$executeRaw`INSERT INTO "DeliveryAttempt" ("deliveryId", "attempt", "startedAt")
        VALUES (${id}::uuid, ${attempt}, clock_timestamp())`
    return readable(tx, ctx, rows, claim)
  })
}

const unreadable = 'What it says cannot be read.'

/** One whose message cannot be read is given up here, as any other that cannot be sent: it must not keep the others waiting. */
async function readable(tx: Tx, ctx: Context, rows: readonly Row[], claim: string): Promise<Claimed[]> {
  const claimed: Claimed[] = []
  for (const row of rows) {
    const message = Message.safeParse(row.message)
    if (message.success) {
      claimed.push({ ...row, message: message.data, claim })
      continue
    }
    await tx.$executeRaw`UPDATE "Delivery" SET "status" = 'DEAD', "lastError" = ${unreadable},
      "claimedBy" = NULL, "claimedUntil" = NULL, "finishedAt" = clock_timestamp() WHERE "id" = ${row.id}::uuid`
    await tx.$executeRaw`UPDATE "DeliveryAttempt" SET "outcome" = 'refused', "durationMs" = 0, "error" = ${unreadable}
      WHERE "deliveryId" = ${row.id}::uuid AND "attempt" = ${row.attempt}`
    await tellOfDead(tx, ctx, { ...row, message: aboutUnreadable(row) }, unreadable)
  }
  return claimed
}

/** What others are told in its place. */
const aboutUnreadable = ({ alertId }: Row): Message => ({
  kind: 'dead-letter',
  severity: 'high',
  title: 'A message that cannot be read',
  sentence: 'It was changed outside Daybook, or written by another version.',
  source: 'daybook',
  rule: 'dead-letter',
  alertId,
  at: new Date().toISOString(),
  count: 1,
  durationMs: null,
  facts: [],
  changes: [],
  body: null,
  links: {
    dashboard: dashboardUrl(alertId === null ? '/dashboard/alerts/deliveries' : `/dashboard/alerts/${alertId}`),
    sentry: null,
    runbook: null,
  },
})

type Row = Omit<Claimed, 'message' | 'claim'> & { message: unknown }

/** By the index over what waits for a channel, so that its length costs nothing. Urgent ones go first. */
async function findDue(tx: Tx, busy: readonly string[], limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT next."id"::text AS "id" FROM "AlertChannel" AS c CROSS JOIN LATERAL (
      SELECT d."id", d."nextAttemptAt" FROM "Delivery" AS d
      WHERE d."channelId" = c."id" AND d."status" IN ('PENDING', 'SENDING')
        AND ((d."status" = 'PENDING' AND d."nextAttemptAt" <= clock_timestamp())
          OR (d."status" = 'SENDING' AND d."claimedUntil" < clock_timestamp() AND d."kind" <> 'test'))
        AND NOT EXISTS (SELECT 1 FROM "Delivery" AS e WHERE e."alertId" = d."alertId" AND e."channelId" = d."channelId"
          AND e."id" <> d."id" AND e."status" IN ('PENDING', 'SENDING')
          AND CASE WHEN (d."kind" = 'resolved') = (e."kind" = 'resolved') THEN e."id" < d."id" ELSE d."kind" = 'resolved' END)
        AND NOT (d."kind" = 'resolved' AND d."alertId" IS NULL AND EXISTS (SELECT 1 FROM "Delivery" AS e
          WHERE e."channelId" = d."channelId" AND e."kind" = 'drill' AND e."status" IN ('PENDING', 'SENDING')))
      ORDER BY d."isUrgent" DESC, d."nextAttemptAt", d."id" LIMIT 1) AS next
    WHERE c."id" <> ALL(${[...busy]}::uuid[]) AND (c."pausedUntil" IS NULL OR c."pausedUntil" <= clock_timestamp())
      AND NOT (c."isEnabled" AND c."id" = ANY(${channelsOfOthers()}::uuid[]))
    ORDER BY next."nextAttemptAt" LIMIT ${limit}`
  return rows.map(({ id }) => id)
}
