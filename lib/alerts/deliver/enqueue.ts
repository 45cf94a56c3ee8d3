import { currentContext } from '../../context'
import type { Tx } from '../../db'
import { uuidv7 } from '../../ids'
import type { DeliveryKind, Message } from '../message'
import { storableJson } from '../storable'

/** The channel on which processes tell each other that something is to be sent. */
export const deliveriesChannel = 'daybook_deliveries'

type Order = {
  channelId: string
  alertId?: string
  kind: DeliveryKind
  message: Message
  now: Date
  /** Not before; default: at once. */
  dueAt?: Date
  replayOf?: string
  /** Of the one that is sent again: who has it already. */
  toldTo?: string[]
  /** Default: that of the request or job in whose context it is put there. */
  correlationId?: string | null
}

/** Puts a message into the ledger in the caller's transaction: it is sent once that commits, by whoever is there. */
export async function enqueue(tx: Tx, order: Order): Promise<string> {
  const { channelId, alertId, kind, message, now, dueAt, replayOf, toldTo = [], correlationId } = order
  const id = uuidv7(now)
  await tx.delivery.create({
    data: {
      id,
      channelId,
      alertId: alertId ?? null,
      kind,
      message: storableJson(message),
      isUrgent: message.severity === 'critical',
      nextAttemptAt: dueAt ?? now,
      replayOf: replayOf ?? null,
      toldTo,
      correlationId: correlationId ?? currentContext()?.correlationId ?? null,
      createdAt: now,
    },
    select: { id: true },
  })
  // Due by the clock that says when it is due: an instance whose own is days ahead must not send it in days.
  // The column keeps milliseconds and rounds: rounded up, it would not be due yet for whoever looks at once.
  if (!dueAt)
    await tx.$executeRaw`UPDATE "Delivery" SET "nextAttemptAt" = date_trunc('milliseconds', clock_timestamp()) WHERE "id" = ${id}::uuid`
  await tx.$executeRaw`SELECT pg_notify(${deliveriesChannel}, '')`
  return id
}
