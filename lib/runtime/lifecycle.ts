import type { ServerResponse } from 'node:http'
import { processSingleton } from '../singleton'

const state = () => processSingleton('runtime.state', () => ({ draining: false, open: new Set<ServerResponse>() }))

/** True once shutdown has begun: /ready answers 503 and every answer asks the client to close. */
export const isDraining = (): boolean => state().draining

/** Switches readiness off. Answers that have not begun yet will ask their clients to close too. */
export function beginDraining(): void {
  const { open } = state()
  state().draining = true
  for (const response of open) if (!response.headersSent) response.setHeader('Connection', 'close')
}

/** Has this answer ask its client to close the connection if shutdown has begun, or begins before the answer does. */
export function closeWhenDraining(response: ServerResponse): void {
  const { draining, open } = state()
  if (draining) {
    response.setHeader('Connection', 'close')
    return
  }
  open.add(response)
  response.once('close', () => open.delete(response))
}
