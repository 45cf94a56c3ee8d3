import { processSingleton } from '../singleton'
import type { Actor } from './context'

/** Who a request is from, as its log line names them. */
export type RequestCaller = { userId?: string; apiKeyId?: string }

/** The header that leads from what Next hands to a route or page back to the request of the socket. Clients cannot set it. */
export const requestNumberHeader = 'x-daybook-request'

type Open = { last: number; callers: Map<string, RequestCaller> }

/** One entry for each request under way. */
const open = () => processSingleton<Open>('context.request-callers', () => ({ last: 0, callers: new Map() }))

/** A number for a request that begins. */
export function openRequest(): string {
  const state = open()
  state.last += 1
  const number = String(state.last)
  state.callers.set(number, {})
  return number
}

/** Remembers who a request was found to be from. Does nothing for a number that is not open. */
export function tellRequestCaller(number: string | null, actor: Actor | null): void {
  const caller = number === null ? undefined : open().callers.get(number)
  if (!caller) return
  if (actor?.type === 'user') caller.userId = actor.id
  if (actor?.type === 'apiKey') caller.apiKeyId = actor.id
}

/** Ends the request's entry and says who it was from. */
export function closeRequest(number: string): RequestCaller {
  const { callers } = open()
  const caller = callers.get(number) ?? {}
  callers.delete(number)
  return caller
}
