import { Agent as HttpAgent, request as httpRequest, type IncomingMessage } from 'node:http'
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https'
import type { LookupFunction } from 'node:net'
import { currentContext } from '../context'
import { env } from '../env'
import { traceHeaders } from '../trace'
import { failureOf } from './failure'
import { OutboundError } from './outbound-error'
import { readStart } from './read-start'
import { parseRetryAfter } from './retry-after'
import { type Resolver, resolveTarget, systemResolver, type Target } from './target'

export type OutboundRequest = {
  url: string
  method?: 'GET' | 'POST'
  headers?: Readonly<Record<string, string>>
  body?: string
  signal?: AbortSignal
  /** For everything together: name, connection, answer. */
  timeoutMs?: number
  allowPrivate?: boolean
  /** To the world in plain HTTP, too: only where nothing that is sent is secret. */
  allowPlain?: boolean
  resolver?: Resolver
}

export type OutboundAnswer = {
  status: number
  retryAfterMs: number | undefined
  /** The first 64 kB of the body. */
  bodyStart: string
}

/**
 * The only way out over HTTP. The host is resolved once, every address of the answer is checked, and the connection goes to
 * one of exactly these, so that a name that changes its mind in between gains nothing. No redirect is followed: the new
 * address would be one that nobody entered and nobody checked, so it is a failure that trying again does not mend. At most
 * 64 kB of the answer are read, in `timeoutMs` (10 s) for everything; a proxy of the environment is not used, because it
 * would connect where it likes. Throws OutboundError; an answer of any other status is an answer.
 */
export async function send(request: OutboundRequest): Promise<OutboundAnswer> {
  const {
    timeoutMs = 10_000,
    allowPrivate = env().ALERT_ALLOW_PRIVATE_ADDRESSES,
    allowPlain = false,
    resolver = systemResolver,
  } = request
  const limit = AbortSignal.timeout(timeoutMs)
  const signal = request.signal ? AbortSignal.any([request.signal, limit]) : limit
  const target = await orAborted(resolveTarget(request.url, { allowPrivate, allowPlain, resolver }), signal).catch(
    (error: unknown) => {
      throw failureOf(error, { hostname: hostOf(request.url), isLate: limit.aborted, timeoutMs })
    },
  )
  try {
    return await exchange(request, target, signal)
  } catch (error) {
    throw failureOf(error, { hostname: target.hostname, isLate: limit.aborted, timeoutMs })
  }
}

async function exchange(request: OutboundRequest, target: Target, signal: AbortSignal): Promise<OutboundAnswer> {
  const response = await open(request, target, signal)
  try {
    const status = response.statusCode ?? 0
    if (status >= 300 && status < 400) throw redirected(target, status, response.headers.location)
    return {
      status,
      retryAfterMs: parseRetryAfter(response.headers['retry-after'], new Date()),
      bodyStart: await readStart(response, signal),
    }
  } finally {
    response.destroy()
  }
}

/** Sends the request and waits for the head of the answer. */
function open(request: OutboundRequest, target: Target, signal: AbortSignal): Promise<IncomingMessage> {
  const isTls = target.url.protocol === 'https:'
  const body = Buffer.from(request.body ?? '')
  const options = {
    method: request.method ?? 'POST',
    headers: { 'user-agent': 'Daybook', ...idsOfContext(), ...request.headers, 'content-length': String(body.length) },
    // An agent of its own for each request: nothing is kept alive, and no proxy of the environment applies.
    agent: isTls ? new HttpsAgent({ keepAlive: false }) : new HttpAgent({ keepAlive: false }),
    lookup: pinnedTo(target),
    signal,
  }
  return new Promise((resolve, reject) => {
    const sent = (isTls ? httpsRequest : httpRequest)(target.url, options, resolve)
    sent.on('error', reject)
    sent.on('upgrade', (_response, socket) => {
      socket.destroy()
      reject(new Error('The answer was no HTTP'))
    })
    sent.end(body)
  })
}

/** What lets the other side's logs and traces be joined with ours. */
function idsOfContext(): Record<string, string> {
  const context = currentContext()
  if (!context) return {}
  const { requestId, correlationId, trace } = context
  return { 'x-request-id': requestId, 'x-correlation-id': correlationId, ...traceHeaders(trace) }
}

/** A `lookup` that knows the checked addresses and asks nobody. */
function pinnedTo({ addresses }: Target): LookupFunction {
  return (_hostname, options, done) => {
    const [first] = addresses
    if (options.all) done(null, addresses)
    else done(null, first?.address ?? '', first?.family ?? 4)
  }
}

function redirected(target: Target, status: number, location: string | undefined): OutboundError {
  const to = location !== undefined && URL.canParse(location, target.url) ? new URL(location, target.url).host : ''
  return new OutboundError(
    `${target.hostname} answered ${status}, a redirect${to && ` to ${to}`}, which Daybook does not follow. Enter the final address.`,
    { isPermanent: true, status },
  )
}

/** Name resolution cannot be cancelled, but nobody has to wait for it. */
async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>()
  const stop = () => reject(signal.reason)
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    return await Promise.race([work, promise])
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).hostname : 'The address')
