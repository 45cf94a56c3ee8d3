import { processSingleton } from '../singleton'

const state = () => processSingleton('runtime.state', () => ({ draining: false }))

/** True once shutdown has begun: /ready answers 503 and every answer asks the client to close. */
export const isDraining = (): boolean => state().draining

/** Switches readiness off. */
export function beginDraining(): void {
  state().draining = true
}
