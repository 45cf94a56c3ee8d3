import { OutboundError } from './outbound-error'

type Circumstances = { hostname: string; isLate: boolean; timeoutMs: number }

const sentences: Record<string, (host: string) => string> = {
  ECONNREFUSED: (host) => `${host} refused the connection.`,
  ECONNRESET: (host) => `${host} broke the connection off.`,
  EPIPE: (host) => `${host} broke the connection off.`,
  ETIMEDOUT: (host) => `${host} could not be reached.`,
  EHOSTUNREACH: (host) => `${host} could not be reached: there is no way to it.`,
  ENETUNREACH: (host) => `${host} could not be reached: there is no way to its network.`,
  HPE_HEADER_OVERFLOW: (host) => `${host} answered with more header fields than Daybook reads.`,
}

/** Anything that went wrong on the way out, as an error whose sentence holds no more of the address than the host. */
export function failureOf(error: unknown, { hostname, isLate, timeoutMs }: Circumstances): OutboundError {
  if (error instanceof OutboundError) return error
  if (isLate)
    return new OutboundError(`${hostname} did not answer within ${timeoutMs / 1_000} s.`, {
      isPermanent: false,
      cause: error,
    })
  return new OutboundError(sentenceOf(error, hostname), { isPermanent: false, cause: error })
}

function sentenceOf(error: unknown, hostname: string): string {
  const code = codeOf(error)
  const known = sentences[code]
  if (known) return known(hostname)
  if (error instanceof Error && error.name === 'AbortError') return `Sending to ${hostname} was broken off.`
  if (/^(CERT_|DEPTH_|SELF_SIGNED|UNABLE_TO_|ERR_TLS_|ERR_SSL_|EPROTO)/.test(code))
    return `The certificate or encryption of ${hostname} is not right (${code}).`
  if (code.startsWith('HPE_')) return `${hostname} did not answer in HTTP.`
  return `Sending to ${hostname} failed${code && ` (${code})`}.`
}

/** The code of an error; with several addresses tried, of the first one. */
function codeOf(error: unknown): string {
  const first = error instanceof AggregateError ? error.errors[0] : error
  const code = first instanceof Error && 'code' in first ? first.code : undefined
  return typeof code === 'string' && /^[A-Z0-9_]{1,60}$/.test(code) ? code : ''
}
