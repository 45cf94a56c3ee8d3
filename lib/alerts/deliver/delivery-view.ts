import type { Prisma } from '../../db'
import { toWire } from '../../wire'
import { Message } from '../message'
import type { Delivery, DeliveryDetail } from './contract'

type Row = Prisma.DeliveryGetPayload<object>
type Channel = { name: string; type: string }

/** A row of the ledger as people see it. */
export function toDelivery(row: Row, channel: Channel | undefined): Delivery {
  const { message, toldTo: _, ...rest } = row
  const isOver = row.status === 'SENT' || row.status === 'DEAD' || row.status === 'CANCELLED'
  return {
    ...toWire(rest),
    status: row.status as Delivery['status'],
    kind: row.kind as Delivery['kind'],
    title: Message.safeParse(message).data?.title ?? 'A message that cannot be read',
    channelName: channel?.name ?? 'removed channel',
    channelType: channel?.type ?? 'unknown',
    nextAttemptAt: isOver ? null : row.nextAttemptAt.toISOString(),
  }
}

export function toDeliveryDetail(
  row: Prisma.DeliveryGetPayload<{ include: { tries: true } }>,
  channel: Channel | undefined,
): DeliveryDetail {
  const { tries, ...delivery } = row
  return {
    ...toDelivery(delivery, channel),
    message: Message.parse(row.message),
    tries: tries.map(({ deliveryId: _id, ...one }) => ({
      ...toWire(one),
      outcome: one.outcome as DeliveryDetail['tries'][number]['outcome'],
    })),
  }
}
