import { processSingleton } from '../../singleton'

/**
 * Who has taken a delivery that others did not take yet: a retry goes to the others only. Kept in the process, so that only
 * a restart between two attempts tells somebody twice.
 */
const accepted = () => processSingleton('channels.accepted', () => new Map<string, Set<string>>())
const maxDeliveries = 1_000

/** The receivers among `all` that have not taken this delivery. */
export function stillToTell(deliveryId: string, all: readonly string[]): string[] {
  const done = accepted().get(deliveryId)
  return all.filter((receiver) => !done?.has(receiver))
}

export function markTold(deliveryId: string, receiver: string): void {
  const known = accepted()
  const done = known.get(deliveryId) ?? new Set()
  known.delete(deliveryId)
  known.set(deliveryId, done.add(receiver))
  const [oldest] = known.keys()
  if (known.size > maxDeliveries && oldest !== undefined) known.delete(oldest)
}

/** Everybody has it. */
export function forgetTold(deliveryId: string): void {
  accepted().delete(deliveryId)
}
