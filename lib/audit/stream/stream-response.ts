import type { AuditStreamQuery } from '../contract'
import { matcherOf } from './matches'
import { openStream } from './open-stream'

/**
 * The answer that carries a stream of new events. `isAllowed` is asked again every few seconds; a no ends the stream.
 * Throws UNAVAILABLE when too many are open.
 */
export function streamResponse(
  request: Request,
  { lastEventId, ...filters }: AuditStreamQuery,
  isAllowed: () => Promise<boolean>,
): Response {
  const headers = {
    'content-type': 'text/event-stream; charset=utf-8',
    // No proxy may store, compress or collect it.
    'cache-control': 'no-cache, no-transform',
    'x-accel-buffering': 'no',
  }
  if (request.method === 'HEAD') return new Response(null, { headers })
  const lastSeq = lastSeqOf(request.headers.get('last-event-id') || lastEventId)
  const body = openStream({ lastSeq, matches: matcherOf(filters), isAllowed, gone: request.signal })
  return new Response(body, { headers })
}

/** What is no number of ours tells that something is known, but not what: more than there is, which makes the client start anew. */
function lastSeqOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  return /^(-1|\d{1,15})$/.test(text) ? Number(text) : Number.MAX_SAFE_INTEGER - 1
}
