import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { getDb, type Tx, withTx } from '../../db'
import type { AnyChannel } from './channel'
import { channelFacts, channelTitle } from './channel-event'
import { environmentValue } from './environment-value'
import { channelTypes } from './registry'

/** A variable counts as gone when no process that sends had it for so long: a rolling deploy is over by then. */
const goneSeconds = 300
/** That it is there is noted no more often than this. */
const noteSeconds = 30

/**
 * Keeps the channels of the environment in step with its variables: made when a process has one, switched off when none has
 * had it for five minutes and on again when one has it. Their settings are never stored. Called every minute by every process
 * that sends. `isFirst`: switches nothing off, because after a standstill those that have the variable are just starting too.
 */
export async function ensureEnvironmentChannels(ctx: Context, { isFirst = false } = {}): Promise<void> {
  for (const kind of channelTypes) {
    if (!kind.environment) continue
    if (environmentValue(kind) !== undefined) await keepOn(ctx, kind, kind.environment)
    else if (!isFirst) await endIfGone(ctx, kind.environment)
  }
}

type Environment = NonNullable<AnyChannel['environment']>
type State = { isEnabled: boolean; seenSecondsAgo: number | null }

/** Read before anything is written: hardly ever is there something to write. */
async function stateOf(channelId: string): Promise<State | undefined> {
  const [state] = await getDb().$queryRaw<State[]>`
    SELECT "isEnabled", extract(epoch FROM clock_timestamp() - "seenAt")::float8 AS "seenSecondsAgo"
    FROM "AlertChannel" WHERE "id" = ${channelId}::uuid`
  return state
}

async function keepOn(ctx: Context, kind: AnyChannel, { variable, channelId }: Environment): Promise<void> {
  const state = await stateOf(channelId)
  if (state?.isEnabled && state.seenSecondsAgo !== null && state.seenSecondsAgo < noteSeconds) return
  await withTx(ctx, async (tx) => {
    if (!state) await makeOnce(tx, ctx, kind, { variable, channelId })
    await noteSeen(tx, channelId)
    const { count } = await tx.alertChannel.updateMany({
      where: { id: channelId, isEnabled: false },
      data: { isEnabled: true, updatedAt: ctx.now() },
    })
    if (count > 0) await recordSwitched(tx, ctx, { variable, channelId, isSet: true })
  })
}

async function endIfGone(ctx: Context, { variable, channelId }: Environment): Promise<void> {
  const state = await stateOf(channelId)
  if (!state?.isEnabled || (state.seenSecondsAgo !== null && state.seenSecondsAgo < goneSeconds)) return
  await withTx(ctx, async (tx) => {
    // Made by a version that did not note it: the five minutes begin now.
    if (state.seenSecondsAgo === null) return noteSeen(tx, channelId)
    const count = await tx.$executeRaw`
      UPDATE "AlertChannel" SET "isEnabled" = false, "updatedAt" = ${ctx.now()} WHERE "id" = ${channelId}::uuid
        AND "isEnabled" AND "seenAt" < clock_timestamp() - make_interval(secs => ${goneSeconds})`
    if (count > 0) await recordSwitched(tx, ctx, { variable, channelId, isSet: false })
  })
}

async function noteSeen(tx: Tx, channelId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "AlertChannel" SET "seenAt" = clock_timestamp() WHERE "id" = ${channelId}::uuid`
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
