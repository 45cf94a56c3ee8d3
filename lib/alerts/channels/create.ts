import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { withTx } from '../../db'
import { AppError } from '../../errors'
import { uuidv7 } from '../../ids'
import { channelFacts, channelTitle } from './channel-event'
import { toChannel } from './channel-view'
import type { AlertChannelInput, AlertChannelSaved } from './contract'
import { enteredConfig } from './entered-config'
import { channelTypes, findChannelType } from './registry'
import { sealConfig } from './stored-config'

/** Adds a channel, switched on. Secrets are sealed for its row. Throws INVALID_INPUT. */
export async function createChannel(ctx: Context, input: AlertChannelInput): Promise<AlertChannelSaved> {
  const { type, name, config, minSeverity, isEscalationOnly } = input
  const kind = findChannelType(type)
  if (!kind)
    throw new AppError('INVALID_INPUT', 'There is no such kind of channel.', {
      problems: [{ detail: `One of ${channelTypes.map((known) => known.type).join(', ')}`, pointer: '/type' }],
    })
  const { values, generated } = enteredConfig(kind, config)
  return withTx(ctx, async (tx) => {
    const now = ctx.now()
    const id = uuidv7()
    const row = await tx.alertChannel.create({
      data: {
        id,
        type,
        name,
        minSeverity,
        isEscalationOnly,
        createdAt: now,
        updatedAt: now,
        ...sealConfig(kind, id, values),
      },
    })
    await recordAudit(tx, ctx, {
      action: AuditAction.ALERT_CHANNEL_CREATED,
      description: `${channelTitle(row)} added`,
      entityType: 'AlertChannel',
      entityId: id,
      after: channelFacts(row),
    })
    return { ...toChannel(row), generated }
  })
}
