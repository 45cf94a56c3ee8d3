import { systemClock } from '../clock'
import type { Context } from '../context'
import { requestIdFrom } from '../ids'
import { redactPath } from '../redact-path'
import { traceOfHeaders } from '../trace'

/**
 * The context of an incoming request. Its ids and the client's address were checked and stamped when the
 * socket delivered the request (`lib/runtime`); ids are checked again for servers that do not stamp.
 */
export function contextOfRequest(request: Request): Context {
  const requestId = requestIdFrom(request.headers.get('x-request-id'))
  return {
    actor: { type: 'anonymous' },
    requestId,
    correlationId: requestIdFrom(request.headers.get('x-correlation-id') ?? requestId),
    trace: traceOfHeaders(request.headers),
    ipAddress: request.headers.get('x-daybook-client-ip'),
    userAgent: request.headers.get('user-agent'),
    method: request.method,
    path: redactPath(new URL(request.url).pathname),
    now: systemClock,
  }
}
