import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { type Tx, withTx } from '../../db'
import { AppError } from '../../errors'
import { changeSetting, readSetting } from '../../settings'
import { AlertSettings, type AlertSettingsPatch } from '../contract'

const key = 'alerts'

/** How alerts behave, with defaults for what nobody has set. */
export const getAlertSettings = (tx?: Pick<Tx, 'setting'>): Promise<AlertSettings> =>
  readSetting(key, AlertSettings, tx)

/** Changes what is given. Throws INVALID_INPUT for a channel that does not exist (any more). */
export async function updateAlertSettings(ctx: Context, changes: AlertSettingsPatch): Promise<AlertSettings> {
  return withTx(ctx, async (tx) => {
    await refuseUnknownChannels(tx, changes)
    const { before, after } = await changeSetting(tx, ctx, { key, schema: AlertSettings, changes })
    await recordAudit(tx, ctx, {
      action: AuditAction.ALERT_SETTINGS_UPDATED,
      description: `Alert settings changed: ${Object.keys(changes).join(', ')}`,
      entityType: 'Setting',
      entityId: key,
      before,
      after,
    })
    return after
  })
}

async function refuseUnknownChannels(tx: Tx, { escalation, digest }: AlertSettingsPatch): Promise<void> {
  const named = [
    ...placesOf('/escalation/channelIds', escalation?.channelIds),
    ...placesOf('/digest/channelIds', digest?.channelIds),
  ]
  const known = await tx.alertChannel.findMany({
    where: { id: { in: named.map(({ id }) => id) }, deletedAt: null },
    select: { id: true },
  })
  const problems = named
    .filter(({ id }) => !known.some((channel) => channel.id === id))
    .map(({ pointer }) => ({ pointer, detail: 'There is no such channel (any more)' }))
  if (problems.length > 0)
    throw new AppError('INVALID_INPUT', 'A channel in the list does not exist (any more).', { problems })
}

function placesOf(pointer: string, ids: readonly string[] = []) {
  return ids.map((id, index) => ({ id, pointer: `${pointer}/${index}` }))
}
