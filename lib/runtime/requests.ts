import { subscribe } from 'node:diagnostics_channel'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { closeRequest, openRequest, requestNumberHeader } from '../context'
import { env } from '../env'
import { requestIdFrom } from '../ids'
import { logger } from '../logger'
import { recordRequest } from '../metrics/request-writer'
import { probeRoutes } from '../metrics/routes'
import { redactPath } from '../redact-path'
import { traceFrom, traceIdHeader } from '../trace'
import { clientIp } from './client-ip'
import { closeWhenDraining } from './lifecycle'
import { routeOf } from './route-of'
import { setSecurityHeaders } from './security-headers'

/** Headers that only a trusted proxy may set. */
const proxyHeaders = ['forwarded', 'x-real-ip', 'x-forwarded-host', 'x-forwarded-proto', 'x-forwarded-port']

/**
 * Sees every request of this process before Next does (pages, assets and proxy.ts included), gives it its
 * ids and the client's address, and counts it and writes one log line when it is over.
 */
export function watchRequests(): void {
  subscribe('http.server.request.start', (message) => {
    const { request, response } = message as { request: IncomingMessage; response: ServerResponse }
    prepareRequest(request, response)
  })
}

/** Exported for its test: what happens to one request. */
export function prepareRequest(request: IncomingMessage, response: ServerResponse): void {
  const startedMs = performance.now()
  const { headers } = request
  const requestId = requestIdFrom(single(headers['x-request-id']))
  const correlationId = headers['x-correlation-id'] ? requestIdFrom(single(headers['x-correlation-id'])) : requestId
  const { traceId } = traceFrom(single(headers.traceparent), single(headers.tracestate))
  stampAddress(request)
  headers[traceIdHeader] = traceId
  headers['x-request-id'] = requestId
  headers['x-correlation-id'] = correlationId
  response.setHeader('X-Request-Id', requestId)
  response.setHeader('X-Correlation-ID', correlationId)
  setSecurityHeaders(request, response)
  closeWhenDraining(response)

  // Kept now: Next rewrites the URL of a request on its way.
  const path = redactPath((request.url ?? '/').split('?', 1)[0] ?? '/')
  const method = request.method ?? 'GET'
  if (path.startsWith('/_next/static/')) return
  const number = openRequest()
  headers[requestNumberHeader] = number
  response.once('close', () => {
    const durationMs = performance.now() - startedMs
    const route = routeOf(request, path)
    const status = statusOf(response)
    if (route !== undefined)
      recordRequest({
        method,
        route,
        status,
        durationMs: isStream(response) ? undefined : durationMs,
        correlationId,
      })
    const level = probeRoutes.has(path) ? 'debug' : 'info'
    logger[level](`${method} ${path}`, {
      type: 'request',
      method,
      path,
      route,
      status,
      durationMs: Math.round(durationMs * 10) / 10,
      requestId,
      correlationId,
      traceId,
      ...closeRequest(number),
      ...(response.writableFinished ? {} : { aborted: true }),
    })
  })
}

/** Of a request whose client left before there was an answer; the 200 that Node begins with was never said. As nginx has it. */
const clientLeft = 499

const statusOf = ({ headersSent, statusCode }: ServerResponse): number => (headersSent ? statusCode : clientLeft)

/** How long a page has been open is no measure of how quickly it was answered. */
const isStream = (response: ServerResponse): boolean =>
  String(response.getHeader('content-type')).startsWith('text/event-stream')

/** Ours are `x-daybook-*`: a client's copies go, and X-Forwarded-For is left with the one address that counts. */
function stampAddress(request: IncomingMessage): void {
  const { headers, socket } = request
  const { TRUSTED_PROXY_HOPS } = env()
  const address = clientIp(socket.remoteAddress, single(headers['x-forwarded-for']), TRUSTED_PROXY_HOPS)
  for (const name of Object.keys(headers)) if (name.startsWith('x-daybook-')) delete headers[name]
  if (TRUSTED_PROXY_HOPS === 0) for (const name of proxyHeaders) delete headers[name]
  delete headers['x-forwarded-for']
  if (address === null) return
  headers['x-daybook-client-ip'] = address
  headers['x-forwarded-for'] = address
}

const single = (value: string | string[] | undefined): string | undefined =>
  Array.isArray(value) ? value.join(',') : value
