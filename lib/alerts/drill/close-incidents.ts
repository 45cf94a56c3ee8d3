import { databaseTime, type Tx } from '../../db'
import { activeChannels } from '../channels'
import { findChannelType } from '../channels/registry'
import { enqueue } from '../deliver'
import { endedDrillMessage } from './drill-message'

/** A service that keeps incidents holds the drill open until it hears of its end; the others were told all there is to say. */
export async function closeIncidents(tx: Tx, drill: { id: string; startedAt: Date }, sentence: string): Promise<void> {
  const channels = (await activeChannels(tx)).filter(({ type }) => findChannelType(type)?.keepsIncidents)
  if (channels.length === 0) return
  const now = await databaseTime(tx)
  const message = endedDrillMessage(drill, sentence, now)
  for (const { id } of channels) await enqueue(tx, { channelId: id, kind: message.kind, message, now })
}
