import { systemClock } from '../clock'
import type { Context } from '../context'
import { requestIdFrom } from '../ids'
import { redactText } from '../redact'
import { redactPath } from '../redact-path'
import { traceOfHeaders } from '../trace'

/**
 * The context of an incoming request. Its ids and the client's address were checked and stamped when the
 * socket delivered the request (`lib/runtime`); ids are checked again for servers that do not stamp.
 */
export function contextOfRequest(request: Request): Context {
  const requestId = requestIdFrom(request.headers.get('x-request-id'))
  const agent = request.headers.get('user-agent')
  return {
    actor: { type: 'anonymous' },
    requestId,
    correlationId: requestIdFrom(request.headers.get('x-correlation-id') ?? requestId),
    trace: traceOfHeaders(request.headers),
    ipAddress: request.headers.get('x-daybook-client-ip'),
    userAgent: agent === null ? null : redactText(agent),
    method: request.method,
    path: redactPath(new URL(request.url).pathname),
    now: systemClock,
  }
}
