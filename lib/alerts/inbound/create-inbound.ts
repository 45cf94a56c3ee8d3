import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { withTx } from '../../db'
import { uuidv7 } from '../../ids'
import { dashboardUrl } from '../evaluate'
import type { AlertInboundInput, NewAlertInbound } from './contract'
import { newInboundKey } from './inbound-key'
import { inboundColumns, toInbound } from './inbound-view'

/** Opens an address for another system's alerts. The key is in this answer and nowhere else. */
export async function createInbound(ctx: Context, { name, kind }: AlertInboundInput): Promise<NewAlertInbound> {
  const { key, keyHash, keyPrefix } = newInboundKey()
  return withTx(ctx, async (tx) => {
    const now = ctx.now()
    const row = await tx.alertInbound.create({
      data: { id: uuidv7(now), name, kind, keyHash, keyPrefix, createdAt: now },
      select: inboundColumns,
    })
    await recordAudit(tx, ctx, {
      action: AuditAction.ALERT_INBOUND_CREATED,
      description: `Address for alerts of ${name} opened`,
      entityType: 'AlertInbound',
      entityId: row.id,
      metadata: { name, kind, keyPrefix },
    })
    return { ...toInbound(row), key, url: dashboardUrl(`/api/alerts/inbound/${key}`) }
  })
}
