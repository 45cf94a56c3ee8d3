import { authenticate } from '../auth'
import { secondMs } from '../clock'
import { type Actor, runInContext, systemContext } from '../context'
import { requestIdFrom } from '../ids'
import { logger } from '../logger'
import { recordUnhandled } from './unhandled'

/** The person is found out as long as the database answers: it may be the very thing that failed. */
const personLimitMs = secondMs

type FailedRequest = {
  path: string
  method: string
  headers: Readonly<Record<string, string | string[] | undefined>>
}

/**
 * An error of a page or of a handler that is not made with defineRoute, as Next hands it over (`onRequestError`): a log line
 * and an event with the request's ids and the person whose page it was.
 */
export async function recordPageError(
  error: unknown,
  request: FailedRequest,
  { routePath, routeType }: { routePath: string; routeType: string },
): Promise<void> {
  // Whoever left before the page was ready is no trouble of ours.
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'ResponseAborted')) return
  const path = request.path.split('?', 1)[0] ?? request.path
  const headers = headersOf(request)
  const requestId = requestIdFrom(headers.get('x-request-id'))
  const context = systemContext('daybook', {
    actor: await personOf(headers),
    requestId,
    correlationId: requestIdFrom(headers.get('x-correlation-id') ?? requestId),
    ipAddress: headers.get('x-daybook-client-ip'),
    userAgent: headers.get('user-agent'),
    method: request.method,
    path,
  })
  runInContext(context, () => {
    logger.error('PAGE_ERROR', { method: request.method, path, route: routePath, ...digestOf(error), error })
    recordUnhandled(`${request.method} ${path} failed`, error, {
      route: routePath,
      kind: routeType,
      ...digestOf(error),
    })
  })
}

function headersOf({ headers }: FailedRequest): Headers {
  const known = Object.entries(headers).flatMap(([name, value]): [string, string][] =>
    value === undefined ? [] : [[name, String(value)]],
  )
  return new Headers(known.filter(([name]) => !name.startsWith(':')))
}

/** All that the reader of a broken page gets of a server's error, when no request id reached the page. */
function digestOf(error: unknown): { digest?: string } {
  return error instanceof Error && 'digest' in error && typeof error.digest === 'string' ? { digest: error.digest } : {}
}

async function personOf(headers: Headers): Promise<Actor> {
  const nobody: Actor = { type: 'anonymous' }
  const cookie = headers.get('cookie')
  if (cookie === null) return nobody
  const { promise: late, resolve } = Promise.withResolvers<null>()
  const timer = setTimeout(() => resolve(null), personLimitMs)
  try {
    const request = new Request('http://localhost', { headers: { cookie } })
    return (await Promise.race([authenticate(request), late])) ?? nobody
  } catch {
    // Without its database Daybook does not know anybody; the error that is being recorded says why.
    return nobody
  } finally {
    clearTimeout(timer)
  }
}
