import { AuditAction, recordAudit } from '../../audit'
import { minuteMs } from '../../clock'
import type { Context } from '../../context'
import type { Tx } from '../../db'
import type { AlertSeverity, AlertState } from '../contract'
import type { Audience } from './audience'

type Escalating = {
  id: string
  state: AlertState
  severity: AlertSeverity
  title: string
  rule: string
  escalationStep: number
  escalatedAt: Date | null
  openedAt: Date
}

/** The next one to be told because nobody has acknowledged. */
export type Step = {
  channelId: string
  /** Undefined: it was removed or switched off since, and the step is passed over. */
  channel: Audience['channels'][number] | undefined
}

/**
 * The next channel of the list, when nobody has acknowledged in the time that the severity allows. Pure. One that was told of it
 * within the cooldown is not told again at once: the step waits for that.
 */
export function dueStep(
  alert: Escalating,
  { settings: { escalation }, channels, cooldownMs }: Pick<Audience, 'settings' | 'channels' | 'cooldownMs'>,
  { now, lastToldAt }: { now: Date; lastToldAt: (channelId: string) => Date | undefined },
): Step | undefined {
  const minutes = {
    critical: escalation.criticalMinutes,
    high: escalation.highMinutes,
    medium: escalation.mediumMinutes,
    low: undefined,
    info: undefined,
  }[alert.severity]
  const channelId = escalation.channelIds[alert.escalationStep]
  if (alert.state !== 'FIRING' || minutes === undefined || channelId === undefined) return undefined
  if (now.getTime() - (alert.escalatedAt ?? alert.openedAt).getTime() < minutes * minuteMs) return undefined
  const toldAt = lastToldAt(channelId)
  if (toldAt && now.getTime() - toldAt.getTime() < cooldownMs) return undefined
  return { channelId, channel: channels.find(({ id }) => id === channelId) }
}

/** Notes that the step was taken, with its event when somebody is told. */
export async function takeStep(
  tx: Tx,
  ctx: Context,
  { alert, step, now }: { alert: Escalating; step: Step; now: Date },
): Promise<void> {
  await tx.alert.updateMany({
    where: { id: alert.id },
    data: { escalationStep: alert.escalationStep + 1, escalatedAt: now },
  })
  if (!step.channel) return
  await recordAudit(tx, ctx, {
    action: AuditAction.ALERT_ESCALATED,
    description: `${alert.title}: nobody has acknowledged it, told ${step.channel.name}`,
    entityType: 'Alert',
    entityId: alert.id,
    metadata: { rule: alert.rule, step: alert.escalationStep + 1, channel: step.channel.name },
  })
}
