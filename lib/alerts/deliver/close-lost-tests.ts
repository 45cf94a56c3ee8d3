import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import type { Tx } from '../../db'
import { channelNames } from './channel-names'

const lost = 'Nobody knows whether it arrived: the process that sent it ended. Send another test.'

/** A test whose process ended is not sent again by another one: whoever asked for it is not waiting any more. */
export async function closeLostTests(tx: Tx, ctx: Context): Promise<void> {
  const rows = await tx.$queryRaw<{ id: string; channelId: string }[]>`
    UPDATE "Delivery" SET "status" = 'DEAD', "lastError" = ${lost}, "claimedBy" = NULL, "claimedUntil" = NULL,
      "finishedAt" = clock_timestamp()
    WHERE "id" IN (SELECT "id" FROM "Delivery" WHERE "kind" = 'test' AND "status" = 'SENDING'
      AND "claimedUntil" < clock_timestamp() FOR UPDATE SKIP LOCKED)
    RETURNING "id"::text AS "id", "channelId"::text AS "channelId"`
  if (rows.length === 0) return
  await tx.deliveryAttempt.updateMany({
    where: { deliveryId: { in: rows.map(({ id }) => id) }, outcome: 'unknown' },
    data: { error: lost },
  })
  const channels = await channelNames(
    rows.map(({ channelId }) => channelId),
    tx,
  )
  for (const { id, channelId } of rows) {
    const channel = channels.get(channelId)?.name ?? 'a removed channel'
    await recordAudit(tx, ctx, {
      action: AuditAction.ALERT_DELIVERY_FAILED,
      description: `Nobody knows whether the test of ${channel} arrived: the process that sent it ended`,
      entityType: 'Delivery',
      entityId: id,
      metadata: { channel, kind: 'test', attempts: 1, alertId: null },
    })
  }
}
