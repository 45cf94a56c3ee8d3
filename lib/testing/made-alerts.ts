import { systemContext } from '../context'
import type { Prisma } from '../db'
import { withTx } from '../db'
import { uuidv7 } from '../ids'

type NewAlert = Partial<Prisma.AlertUncheckedCreateInput>

/** An alert that fires, as the engine would have opened it; every call is another fingerprint. */
export function newAlert(over: NewAlert = {}) {
  const openedAt = over.openedAt === undefined ? new Date() : new Date(over.openedAt)
  const id = uuidv7(openedAt)
  return withTx(systemContext('test'), (tx) =>
    tx.alert.create({
      data: {
        id,
        rule: 'critical-event',
        fingerprint: id,
        source: 'daybook',
        severity: 'critical',
        state: 'FIRING',
        title: 'Critical event',
        sentence: 'A conversion failed.',
        firstAt: openedAt,
        lastAt: openedAt,
        openedAt,
        ...over,
      },
    }),
  )
}

/** A channel of this name; nothing is ever sent through it. */
export function newChannel(name: string) {
  const now = new Date()
  return withTx(systemContext('test'), (tx) =>
    tx.alertChannel.create({ data: { id: uuidv7(now), type: 'slack', name, createdAt: now, updatedAt: now } }),
  )
}

/** A delivery as the deliverer would have left it. */
export function newDelivery(over: Omit<Prisma.DeliveryUncheckedCreateInput, 'id' | 'message' | 'nextAttemptAt'>) {
  const createdAt = new Date(over.createdAt)
  return withTx(systemContext('test'), (tx) =>
    tx.delivery.create({ data: { id: uuidv7(createdAt), message: {}, nextAttemptAt: createdAt, ...over } }),
  )
}
