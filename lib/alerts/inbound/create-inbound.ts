import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { type Tx, withTx } from '../../db'
import { AppError } from '../../errors'
import { uuidv7 } from '../../ids'
import { dashboardUrl } from '../evaluate'
import type { AlertInboundInput, NewAlertInbound } from './contract'
import { newInboundKey } from './inbound-key'
import { inboundColumns, toInbound } from './inbound-view'

/** Two that open an address at the same moment see each other. */
const lockNumber = 4_107_202_616

/**
 * Opens an address for another system's alerts. The key is in this answer and nowhere else. Throws CONFLICT for a name that an
 * open address has: its alerts would be taken for those of the other.
 */
export async function createInbound(ctx: Context, { name, kind }: AlertInboundInput): Promise<NewAlertInbound> {
  const { key, keyHash, keyPrefix } = newInboundKey()
  return withTx(ctx, async (tx) => {
    await requireFreeName(tx, name)
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

async function requireFreeName(tx: Tx, name: string): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockNumber})`
  const taken = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM "AlertInbound" WHERE "revokedAt" IS NULL AND lower("name") = lower(${name}) LIMIT 1`
  if (taken.length === 0) return
  const detail = 'An open address has this name already. Please choose another one, or close that one first.'
  throw new AppError('CONFLICT', detail, { problems: [{ detail, pointer: '/name' }] })
}
