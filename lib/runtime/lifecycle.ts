import { processSingleton } from '../singleton'

type State = { startedAt: Date; draining: boolean; onDrain: Set<() => void> }

const state = (): State =>
  processSingleton('runtime.state', () => ({ startedAt: new Date(), draining: false, onDrain: new Set() }))

/** When this process began to serve. */
export const startedAt = (): Date => state().startedAt

/** True once shutdown has begun: /ready answers 503 and every answer asks the client to close. */
export const isDraining = (): boolean => state().draining

/** Called when shutdown begins, for what would otherwise never end (streams). Returns how to forget it. */
export function onDrain(listener: () => void): () => void {
  state().onDrain.add(listener)
  return () => state().onDrain.delete(listener)
}

/** Switches readiness off and ends the streams. */
export function beginDraining(): void {
  state().draining = true
  for (const listener of state().onDrain) listener()
}
