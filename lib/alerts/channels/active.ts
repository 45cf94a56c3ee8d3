import type { Tx } from '../../db'
import { AlertSeverity } from '../contract'
import { sendable } from './send-through'
import type { ChannelRow } from './stored-config'

/** A channel that may be written to. */
export type ActiveChannel = {
  id: string
  type: string
  name: string
  minSeverity: AlertSeverity
  isEscalationOnly: boolean
}

const open = { deletedAt: null, isEnabled: true }

/** The channels that are switched on, in the order they were made. */
export async function activeChannels(tx: Pick<Tx, 'alertChannel'>): Promise<ActiveChannel[]> {
  const rows = await tx.alertChannel.findMany({
    where: open,
    select: { id: true, type: true, name: true, minSeverity: true, isEscalationOnly: true },
    orderBy: { id: 'asc' },
  })
  return rows.map((row) => ({ ...row, minSeverity: AlertSeverity.parse(row.minSeverity) }))
}

/** The same with what `sendAs` needs, secrets sealed: for the copy on the disk that is used while the database is away. */
export async function sendableChannels(tx: Pick<Tx, 'alertChannel'>): Promise<(ActiveChannel & ChannelRow)[]> {
  const rows = await tx.alertChannel.findMany({
    where: open,
    select: { ...sendable, minSeverity: true, isEscalationOnly: true },
    orderBy: { id: 'asc' },
  })
  return rows.map((row) => ({ ...row, minSeverity: AlertSeverity.parse(row.minSeverity) }))
}
