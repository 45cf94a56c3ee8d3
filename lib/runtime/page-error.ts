import { logger } from '../logger'
import { recordUnhandled } from './unhandled'

/** An error of a page or of a handler that is not made with defineRoute, as Next hands it over (`onRequestError`). */
export function recordPageError(
  error: unknown,
  request: { path: string; method: string },
  { routePath, routeType }: { routePath: string; routeType: string },
): void {
  // Whoever left before the page was ready is no trouble of ours.
  if (error instanceof Error && (error.name === 'AbortError' || error.name === 'ResponseAborted')) return
  const path = request.path.split('?', 1)[0] ?? request.path
  logger.error('PAGE_ERROR', { method: request.method, path, route: routePath, error })
  recordUnhandled(`${request.method} ${path} failed`, error, { route: routePath, kind: routeType })
}
