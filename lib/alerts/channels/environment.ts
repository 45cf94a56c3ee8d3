import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { type Tx, withTx } from '../../db'
import { env } from '../../env'
import type { AnyChannel } from './channel'
import { channelFacts, channelTitle } from './channel-event'
import { channelTypes } from './registry'

/**
 * Keeps the channels of the environment in step with its variables: made when one is set, switched off when it is gone and
 * on again when it is back. Their settings are never stored. Called at every start, by any number of instances at once.
 */
export async function ensureEnvironmentChannels(ctx: Context): Promise<void> {
  for (const kind of channelTypes) if (kind.environment) await keepInStep(ctx, kind, kind.environment)
}

type Environment = NonNullable<AnyChannel['environment']>

async function keepInStep(ctx: Context, kind: AnyChannel, { variable, channelId }: Environment): Promise<void> {
  const isSet = Boolean(env()[variable])
  await withTx(ctx, async (tx) => {
    const changed = await tx.alertChannel.updateMany({
      where: { id: channelId, isEnabled: !isSet },
      data: { isEnabled: isSet, updatedAt: ctx.now() },
    })
    if (changed.count > 0) await recordSwitched(tx, ctx, { variable, channelId, isSet })
    else if (isSet) await makeOnce(tx, ctx, kind, { variable, channelId })
  })
}

async function recordSwitched(
  tx: Tx,
  ctx: Context,
  { variable, channelId, isSet }: { variable: string; channelId: string; isSet: boolean },
): Promise<void> {
  const row = await tx.alertChannel.findUniqueOrThrow({ where: { id: channelId } })
  await recordAudit(tx, ctx, {
    action: AuditAction.ALERT_CHANNEL_UPDATED,
    description: `${channelTitle(row)} switched ${isSet ? 'on' : 'off'}: ${variable} is ${isSet ? 'set' : 'gone'}`,
    entityType: 'AlertChannel',
    entityId: channelId,
    before: { isEnabled: !isSet },
    after: { isEnabled: isSet },
  })
}

/** The insert decides between instances that start at once. */
async function makeOnce(
  tx: Tx,
  ctx: Context,
  { type, title }: AnyChannel,
  { variable, channelId }: { variable: string; channelId: string },
): Promise<void> {
  const now = ctx.now()
  const row = {
    id: channelId,
    type,
    name: `${title} (${variable})`,
    origin: 'environment',
    isEnabled: true,
    minSeverity: 'info',
    isEscalationOnly: false,
    config: {},
    createdAt: now,
    updatedAt: now,
  }
  const { count } = await tx.alertChannel.createMany({ data: [row], skipDuplicates: true })
  if (count === 0) return
  await recordAudit(tx, ctx, {
    action: AuditAction.ALERT_CHANNEL_CREATED,
    description: `${channelTitle(row)} added: ${variable} is set`,
    entityType: 'AlertChannel',
    entityId: channelId,
    after: channelFacts(row),
  })
}
