import type { Tx } from '../../db'
import { AlertSeverity } from '../contract'
import type { Message } from '../message'
import type { Receipt, SendInput } from './channel'
import { DeliveryError } from './delivery-error'

export async function activeChannels(tx: Pick<Tx, 'alertChannel'>) {
  const rows = await tx.alertChannel.findMany({ where: { isEnabled: true, deletedAt: null }, orderBy: { id: 'asc' } })
  return rows.map((row) => ({ ...row, minSeverity: AlertSeverity.parse(row.minSeverity) }))
}
export async function sendThrough(channelId: string, message: Message, input: SendInput): Promise<Receipt> {
  throw new DeliveryError(`stub ${channelId} ${message.kind} ${input.deliveryId}`, { isPermanent: true })
}
export async function recordOutcome(
  tx: Tx,
  outcome: { channelId: string; isSent: boolean; error: string | null; now: Date },
): Promise<void> {
  await tx.alertChannel.updateMany({ where: { id: outcome.channelId }, data: { lastError: outcome.error } })
}
