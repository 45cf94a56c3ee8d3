import type { IncomingMessage, ServerResponse } from 'node:http'
import { AppError } from '../lib/errors'
import { problemResponse } from '../lib/http/problem'

/** Next answers 500 to a path or a router state that is not well-formed; those are the caller's mistakes. */
export function isReadable({ url = '/', headers }: Pick<IncomingMessage, 'url' | 'headers'>): boolean {
  try {
    decodeURIComponent(url.split('?', 1)[0] ?? '')
    const state = headers['next-router-state-tree']
    return state === undefined || isRouterState(JSON.parse(decodeURIComponent(String(state))))
  } catch {
    // Not percent-encoded text, or not JSON: exactly what is being asked here.
    return false
  }
}

/** The beginning of what Next's own client sends: a segment and the routes below it. */
function isRouterState(value: unknown): boolean {
  if (!Array.isArray(value)) return false
  const [segment, children] = value
  return (typeof segment === 'string' || Array.isArray(segment)) && typeof children === 'object' && children !== null
}

/** 400 as problem+json, with the ids that the response already carries. */
export function refuseUnreadable(response: ServerResponse): void {
  const requestId = String(response.getHeader('x-request-id') ?? '')
  const answer = problemResponse(
    new AppError('MALFORMED_REQUEST', 'The address or a header is not well-formed.'),
    requestId,
  )
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  void answer.text().then((body) => response.end(body))
}
