import type { Context } from '../../context'
import { type Tx, withTx } from '../../db'
import { uuidv7 } from '../../ids'
import { Message } from '../message'

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
  claim: string
}

/** Longer than any attempt takes; after it the process is taken for dead and another sends, marked as a possible repeat. */
const claimSeconds = 30

/**
 * Claims one due delivery, the one that has waited longest, of every channel that is not busy: a channel that hangs keeps
 * nobody else waiting. What is told of one alert to one channel keeps its order. Time is the database's.
 */
export async function claimDue(ctx: Context, busy: readonly string[], limit: number): Promise<Claimed[]> {
  return withTx(ctx, async (tx) => {
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
      RETURNING "id"::text AS "id", "channelId"::text AS "channelId", "alertId"::text AS "alertId",
        "correlationId", "kind", "message", "attempts" AS "attempt", "isMaybeRepeated"`
    for (const { id, attempt } of rows)
      await tx.$executeRaw`INSERT INTO "DeliveryAttempt" ("deliveryId", "attempt", "startedAt")
        VALUES (${id}::uuid, ${attempt}, clock_timestamp())`
    return readable(tx, rows, claim)
  })
}

/** One whose message cannot be read is given up here: it must not keep the others from being sent. */
async function readable(tx: Tx, rows: readonly Row[], claim: string): Promise<Claimed[]> {
  const claimed: Claimed[] = []
  for (const row of rows) {
    const message = Message.safeParse(row.message)
    if (message.success) claimed.push({ ...row, message: message.data, claim })
    else
      await tx.$executeRaw`UPDATE "Delivery" SET "status" = 'DEAD', "lastError" = 'What it says cannot be read.',
        "claimedBy" = NULL, "claimedUntil" = NULL, "finishedAt" = clock_timestamp() WHERE "id" = ${row.id}::uuid`
  }
  return claimed
}

type Row = Omit<Claimed, 'message' | 'claim'> & { message: unknown }

async function findDue(tx: Tx, busy: readonly string[], limit: number): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    SELECT "id"::text AS "id" FROM (
      SELECT DISTINCT ON (d."channelId") d."id", d."nextAttemptAt" FROM "Delivery" AS d
      WHERE d."channelId" <> ALL(${[...busy]}::uuid[])
        AND ((d."status" = 'PENDING' AND d."nextAttemptAt" <= clock_timestamp())
          OR (d."status" = 'SENDING' AND d."claimedUntil" < clock_timestamp()))
        AND NOT EXISTS (SELECT 1 FROM "Delivery" AS e WHERE e."alertId" = d."alertId" AND e."channelId" = d."channelId"
          AND e."id" < d."id" AND e."status" IN ('PENDING', 'SENDING'))
      ORDER BY d."channelId", d."nextAttemptAt", d."id") AS first
    ORDER BY "nextAttemptAt" LIMIT ${limit}`
  return rows.map(({ id }) => id)
}
