import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { type Prisma, withTx } from '../../db'
import { AppError } from '../../errors'
import type { AnyChannel } from './channel'
import { channelFacts, channelTitle } from './channel-event'
import { deliveryCounts, toChannel } from './channel-view'
import type { AlertChannelPatch, AlertChannelSaved } from './contract'
import { enteredConfig } from './entered-config'
import { isReceiver } from './mask-receivers'
import { findChannelType } from './registry'
import { lockChannel } from './require-channel'
import { openConfig, sealConfig } from './stored-config'

type Row = Prisma.AlertChannelGetPayload<object>

/**
 * Changes what is given; of the settings, a field that is left out keeps its value. The event names the secrets and
 * receivers that were replaced and holds none. Throws CONFLICT for a channel of the environment, INVALID_INPUT.
 */
export async function updateChannel(ctx: Context, id: string, patch: AlertChannelPatch): Promise<AlertChannelSaved> {
  const { config, ...plain } = patch
  const saved = await withTx(ctx, async (tx) => {
    const before = await lockChannel(tx, id)
    const changed = config === undefined ? unchanged : changedConfig(before, config)
    const row = await tx.alertChannel.update({
      where: { id },
      data: { ...plain, ...changed.data, updatedAt: ctx.now() },
    })
    await recordAudit(tx, ctx, {
      action: AuditAction.ALERT_CHANNEL_UPDATED,
      description: `${channelTitle(row)} ${sentence(before, row)}`,
      entityType: 'AlertChannel',
      entityId: id,
      before: { ...channelFacts(before), replaced: [] },
      after: { ...channelFacts(row), replaced: changed.replaced },
    })
    return { row, generated: changed.generated }
  })
  return { ...toChannel(saved.row, (await deliveryCounts([id], ctx.now())).get(id)), generated: saved.generated }
}

const unchanged = { data: {}, generated: {}, replaced: [] }

function changedConfig(row: Row, config: Values) {
  const kind = findChannelType(row.type)
  if (!kind) throw new AppError('CONFLICT', `This version has no channels of the kind “${row.type}”.`)
  const before = openedConfig(kind, row)
  const { values, generated } = enteredConfig(kind, { ...before, ...config })
  refuseTakingAlong(kind, { before, after: values, entered: config })
  const replaced = kind.fields.filter(
    (field) => (field.isSecret || isReceiver(field)) && before[field.name] !== values[field.name],
  )
  return {
    data: sealConfig(kind, row.id, values),
    generated,
    replaced: replaced.map(({ title }) => title),
  }
}

type Values = Record<string, string>

/** A stored secret is never sent to another address than it was entered for: nobody could read it, but anybody redirect it. */
function refuseTakingAlong(kind: AnyChannel, config: { before: Values; after: Values; entered: Values }): void {
  const { before, after, entered } = config
  const isMoved = kind.fields.some(
    ({ name, kind: form, isSecret }) => form === 'url' && !isSecret && before[name] !== after[name],
  )
  const kept = kind.fields.filter(({ name, isSecret }) => isSecret && before[name] && !entered[name])
  if (!isMoved || kept.length === 0) return
  const detail = 'Enter it again: the address it is sent to has changed'
  throw new AppError('INVALID_INPUT', 'Some settings of the channel are not right.', {
    problems: kept.map(({ name }) => ({ detail, pointer: `/config/${name}` })),
  })
}

/** What was stored. Sealed under a key that is gone it cannot be kept, but everything can be entered anew. */
function openedConfig(kind: AnyChannel, row: Row): Values {
  try {
    return openConfig(kind, row) ?? {}
  } catch {
    return openConfig(kind, { ...row, secret: null }) ?? {}
  }
}

function sentence(before: Row, after: Row): string {
  if (before.isEnabled === after.isEnabled) return 'changed'
  return after.isEnabled ? 'switched on' : 'switched off'
}
