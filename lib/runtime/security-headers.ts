import type { IncomingMessage, ServerResponse } from 'node:http'
import { TLSSocket } from 'node:tls'
import { env } from '../env'

/** What no page of Daybook does, so that no script on one can either. Copying to the clipboard stays allowed. */
const unused = [
  'accelerometer',
  'bluetooth',
  'browsing-topics',
  'camera',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hid',
  'identity-credentials-get',
  'magnetometer',
  'microphone',
  'midi',
  'payment',
  'publickey-credentials-get',
  'screen-wake-lock',
  'serial',
  'usb',
  'xr-spatial-tracking',
]

const fixed: readonly [string, string][] = Object.entries({
  'X-Content-Type-Options': 'nosniff',
  // Addresses here hold ids of people and invoices: other sites learn none of them, not even the host.
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': unused.map((feature) => `${feature}=()`).join(', '),
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'X-Permitted-Cross-Domain-Policies': 'none',
  // For browsers that do not know `frame-ancestors`.
  'X-Frame-Options': 'DENY',
})

const oneYear = 'max-age=31536000'

/** Sets what every answer carries: pages, routes, files and errors of Next itself. Content-Security-Policy is each answer's own. */
export function setSecurityHeaders(request: IncomingMessage, response: ServerResponse): void {
  for (const [name, value] of fixed) response.setHeader(name, value)
  if (isBehindTls(request)) response.setHeader('Strict-Transport-Security', oneYear)
}

/** Whether people reach Daybook over TLS: by this socket, by the word of a trusted proxy, or by the address they are given. */
function isBehindTls({ headers, socket }: IncomingMessage): boolean {
  if (socket instanceof TLSSocket || env().NEXTAUTH_URL?.startsWith('https://')) return true
  // A client's own copy of the header has been dropped by now (see `stampAddress`).
  return String(headers['x-forwarded-proto']).split(',').at(-1)?.trim() === 'https'
}
