import { type IncomingMessage, type ServerResponse, STATUS_CODES } from 'node:http'
import type { Duplex } from 'node:stream'
import { AppError } from '../lib/errors'
import { problemResponse } from '../lib/http/problem'
import { uuidv7 } from '../lib/ids'

const methods = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])

/** Whether it is a method that any address here knows; Next answers a bare 400 to the others. */
export const isKnownMethod = ({ method = '' }: Pick<IncomingMessage, 'method'>): boolean => methods.has(method)

/** 405 as problem+json, with the ids that the response already carries. */
export function refuseMethod(response: ServerResponse): void {
  const headers = { allow: [...methods].join(', ') }
  send(response, new AppError('METHOD_NOT_ALLOWED', 'No address here knows this method.', { headers }))
}

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
  send(response, new AppError('MALFORMED_REQUEST', 'The address or a header is not well-formed.'))
}

function send(response: ServerResponse, error: AppError): void {
  const answer = problemResponse(error, String(response.getHeader('x-request-id') ?? ''))
  response.writeHead(answer.status, Object.fromEntries(answer.headers))
  void answer.text().then((body) => response.end(body))
}

/** As Node tells it: with the bytes that it was reading. */
type Unparsed = NodeJS.ErrnoException & { rawPacket?: Buffer }

/** What Node itself could not take for a request: 431 or 400 as problem+json, and the end of the connection. */
export async function refuseUnparsed(error: Unparsed, socket: Duplex): Promise<void> {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const refusal =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? new AppError('HEADERS_TOO_LARGE', 'The address and the headers together are larger than 16 kB.')
      : new AppError('MALFORMED_REQUEST', 'This is not a request of HTTP/1.1.')
  const requestId = uuidv7()
  const answer = problemResponse(refusal, requestId)
  // An answer to HEAD has no body, as far as can be told from what was read of it.
  const isHead = error.rawPacket?.subarray(0, 5).toString('latin1') === 'HEAD '
  const body = isHead ? '' : await answer.text()
  answer.headers.set('connection', 'close')
  answer.headers.set('content-length', String(Buffer.byteLength(body)))
  answer.headers.set('x-request-id', requestId)
  const head = [...answer.headers].map(([name, value]) => `${name}: ${value}`)
  socket.end([`HTTP/1.1 ${answer.status} ${STATUS_CODES[answer.status] ?? ''}`, ...head, '', body].join('\r\n'))
}
