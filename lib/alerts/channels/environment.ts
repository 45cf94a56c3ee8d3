import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { getDb, type Tx, withTx } from '../../db'
import { logger } from '../../logger'
import type { AnyChannel } from './channel'
import { channelFacts, channelTitle } from './channel-event'
import { readEnvironment } from './environment-value'
import { channelTypes } from './registry'

/** A variable counts as gone when no process that sends had it for so long: a rolling deploy is over by then. */
const goneSeconds = 300
/** That it is there is noted no more often than this. */
const noteSeconds = 30

/**
 * Keeps the channels of the environment in step with its variables: made when a process has one, switched off when none has
 * had it for five minutes and on again when one has it. Their settings are never stored. Called every minute by every process
 * that sends. `isFirst`: switches nothing off, because after a standstill those that have the variable are just starting too.
 * A variable that is not right is logged then; its channel stands in the list, switched off, and says what is wrong.
 */
export async function ensureEnvironmentChannels(ctx: Context, { isFirst = false } = {}): Promise<void> {
  for (const kind of channelTypes) {
    if (!kind.environment) continue
    const read = readEnvironment(kind)
    if (read?.values) {
      await keepOn(ctx, kind, kind.environment)
      continue
    }
    if (read && isFirst)
      logger.error('ALERT_CHANNEL_VARIABLE_WRONG', { variable: kind.environment.variable, reason: read.problem })
    if (!isFirst) await endIfGone(ctx, kind.environment, read?.problem)
    if (read) await showProblem(ctx, kind, { ...kind.environment, problem: read.problem })
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
    if (!state) await makeOnce(tx, ctx, kind, { variable, channelId, problem: null })
    await noteSeen(tx, channelId)
    const { count } = await tx.alertChannel.updateMany({
      where: { id: channelId, isEnabled: false },
      data: { isEnabled: true, lastError: null, updatedAt: ctx.now() },
    })
    if (count > 0) await recordSwitched(tx, ctx, { channelId, isOn: true, reason: `${variable} is set` })
  })
}

async function endIfGone(
  ctx: Context,
  { variable, channelId }: Environment,
  problem: string | undefined,
): Promise<void> {
  const state = await stateOf(channelId)
  if (!state?.isEnabled || (state.seenSecondsAgo !== null && state.seenSecondsAgo < goneSeconds)) return
  await withTx(ctx, async (tx) => {
    // Made by a version that did not note it: the five minutes begin now.
    if (state.seenSecondsAgo === null) return noteSeen(tx, channelId)
    const count = await tx.$executeRaw`
      UPDATE "AlertChannel" SET "isEnabled" = false, "lastError" = ${problem ?? null}, "updatedAt" = ${ctx.now()}
      WHERE "id" = ${channelId}::uuid AND "isEnabled" AND "seenAt" < clock_timestamp() - make_interval(secs => ${goneSeconds})`
    const reason = problem ?? `${variable} is gone`
    if (count > 0) await recordSwitched(tx, ctx, { channelId, isOn: false, reason })
  })
}

/** One that is switched on has its variable elsewhere, and goes on. */
async function showProblem(
  ctx: Context,
  kind: AnyChannel,
  environment: Environment & { problem: string },
): Promise<void> {
  const { channelId, problem } = environment
  const row = await getDb().alertChannel.findUnique({ where: { id: channelId }, select: { lastError: true } })
  if (row?.lastError === problem) return
  await withTx(ctx, async (tx) => {
    if (!row) await makeOnce(tx, ctx, kind, environment)
    else await tx.alertChannel.updateMany({ where: { id: channelId, isEnabled: false }, data: { lastError: problem } })
  })
}

async function noteSeen(tx: Tx, channelId: string): Promise<void> {
  await tx.$executeRaw`UPDATE "AlertChannel" SET "seenAt" = clock_timestamp() WHERE "id" = ${channelId}::uuid`
}

async function recordSwitched(
  tx: Tx,
  ctx: Context,
  { channelId, isOn, reason }: { channelId: string; isOn: boolean; reason: string },
): Promise<void> {
  const row = await tx.alertChannel.findUniqueOrThrow({ where: { id: channelId } })
  await recordAudit(tx, ctx, {
    action: AuditAction.ALERT_CHANNEL_UPDATED,
    description: `${channelTitle(row)} switched ${isOn ? 'on' : 'off'}: ${reason}`,
    entityType: 'AlertChannel',
    entityId: channelId,
    before: { isEnabled: !isOn },
    after: { isEnabled: isOn },
  })
}

/** Switched on unless its variable is not right. The insert decides between instances that start at once. */
async function makeOnce(
  tx: Tx,
  ctx: Context,
  { type, title }: AnyChannel,
  { variable, channelId, problem }: { variable: string; channelId: string; problem: string | null },
): Promise<void> {
  const now = ctx.now()
  const row = {
    id: channelId,
    type,
    name: `${title} (${variable})`,
    origin: 'environment',
    isEnabled: problem === null,
    lastError: problem,
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
    description: `${channelTitle(row)} added${problem === null ? `: ${variable} is set` : `, switched off: ${problem}`}`,
    entityType: 'AlertChannel',
    entityId: channelId,
    after: channelFacts(row),
  })
}
