import type { IncomingMessage } from 'node:http'
import { otherRoute, probeRoutes } from '../metrics/routes'

/**
 * Where Next keeps what it found out about a request, on the request itself (`next/dist/server/request-meta.js`). It is
 * internal: were it gone, every route would be `other`, which the browser tests notice.
 */
const nextMeta = Symbol.for('NextInternalRequestMeta')

const file = /\.(?:css|js|mjs|map|svg|ico|png|jpg|webp|woff2?|txt|xml|webmanifest)$/

/**
 * The template of the address that answered (`/api/leads/[id]`), or undefined for a file. One of the build's routes or
 * `other`, never what a caller wrote. To be asked when the answer is over; `path` is that of the first moment.
 */
export function routeOf(request: IncomingMessage, path: string): string | undefined {
  if (probeRoutes.has(path)) return path
  const route = templateOf(request)
  if (path.startsWith('/_next/') || file.test(route ?? path)) return undefined
  return route ?? otherRoute
}

type WithMeta = { [nextMeta]?: { match?: { definition?: { pathname?: unknown } } } }

function templateOf(request: IncomingMessage & WithMeta): string | undefined {
  const pathname = request[nextMeta]?.match?.definition?.pathname
  return typeof pathname === 'string' ? pathname : undefined
}
