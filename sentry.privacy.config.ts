import type { BrowserOptions } from '@sentry/nextjs'
import { isSecretKey, redacted, redactText } from './lib/redact'

/**
 * What the SDK does not even collect, on the server and in the browser alike: people, cookies, bodies, query strings,
 * values of queries and of variables. The request id is enough to find the event in the trail.
 */
export const privacy = {
  dataCollection: {
    userInfo: false,
    cookies: false,
    httpBodies: [],
    urlQueryParams: false,
    databaseQueryData: false,
    stackFrameVariables: false,
    httpHeaders: { request: { allow: ['x-request-id', 'x-correlation-id', 'user-agent'] }, response: false },
  },
  // Outgoing calls are to other companies: they learn nothing of our traces.
  tracePropagationTargets: [],
} satisfies BrowserOptions

export type Known = {
  /** Origins of this installation: of their addresses the path stays, of all others the origin only. */
  ownOrigins: readonly string[]
  /** Secrets of this process, taken out wherever they stand. */
  secrets?: readonly string[]
}

const address = /\bhttps?:\/\/[^\s"'<>`)\]}]+/gi
// Each text is looked at once from left to right: messages hold what strangers wrote.
const queryOfPath = /(?<=\/[^\s?"'<>`]*)\?[^\s"'<>`]+/g
/** Addresses that other systems call carry their key in the path. */
const keyInPath = /\/(inbound|heartbeats)\/[^/?\s"']+/g
const email = /(?<![\w.+%-])[\w.+%-]+(?:@|%40)[\w-]+(?:\.[\w-]+)+/g

/** Text without known secrets, query strings, others' paths, keys in paths, e-mail addresses, tokens and card numbers. */
export function scrubText(text: string, { ownOrigins, secrets = [] }: Known): string {
  let clean = text
  for (const secret of secrets) clean = clean.replaceAll(secret, redacted)
  clean = clean.replace(address, (url) => {
    const own = ownOrigins.find((origin) => url === origin || url.startsWith(`${origin}/`))
    if (own !== undefined) return url
    return URL.canParse(url) ? `${new URL(url).origin}/…` : redacted
  })
  clean = clean.replace(queryOfPath, '').replace(keyInPath, `/$1/${redacted}`).replace(email, '[e-mail]')
  return redactText(clean)
}

/** Attributes of spans and breadcrumbs that hold what somebody typed or who they are. */
const privateKey =
  /(^|[._])(cookies?|query|query_string|fragment|body|form|e-?mail|username|ip_address|peer\.ip)$|client\.address|(^|\.)header(s)?\./i
const maxDepth = 12

/** The same for everything within a value. Keys that name secrets lose their values whatever those look like. */
export function scrub(value: unknown, known: Known, depth = 0): unknown {
  if (typeof value === 'string') return scrubText(value, known)
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return value
  if (depth >= maxDepth) return redacted
  if (Array.isArray(value)) return value.map((item) => scrub(item, known, depth + 1))
  const entries = Object.entries(value).map(([key, item]) => [
    key,
    isSecretKey(key) || privateKey.test(key) ? redacted : scrub(item, known, depth + 1),
  ])
  return Object.fromEntries(entries)
}

type Fields = Record<string, unknown>
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const keptHeaders = ['x-request-id', 'x-correlation-id', 'user-agent']

/**
 * An event (error, transaction or replay) without what no pattern can know: of the request only method, address and three
 * headers stay, of the person only the id, and of a refusal by Prisma its last line, because the others show the query's values.
 */
export function reduceEvent<T extends object>(event: T): T {
  const { request, user, exception, ...rest } = Object.fromEntries<unknown>(Object.entries(event))
  return {
    ...rest,
    ...(isFields(request) ? { request: requestOf(request) } : {}),
    ...(isFields(user) && user.id !== undefined ? { user: { id: user.id } } : {}),
    ...(exception === undefined ? {} : { exception: withoutValues(exception) }),
  } as T
}

function requestOf({ method, url, headers }: Fields): Fields {
  const kept = Object.entries(isFields(headers) ? headers : {}).filter(([name]) =>
    keptHeaders.includes(name.toLowerCase()),
  )
  return { method, url, headers: Object.fromEntries(kept) }
}

function withoutValues(exception: unknown): unknown {
  if (!isFields(exception) || !Array.isArray(exception.values)) return exception
  const values = exception.values.map((one: unknown) =>
    isFields(one) && String(one.type).startsWith('PrismaClient') && typeof one.value === 'string'
      ? { ...one, value: one.value.trim().split('\n').at(-1) }
      : one,
  )
  return { ...exception, values }
}

type Envelope = readonly [object, readonly (readonly [{ type: string }, unknown])[]]

/**
 * The one door out: every envelope of every kind (errors, transactions, sessions, replays) is looked through once more before
 * it leaves, whatever an integration put into it.
 */
export function scrubEnvelope<T>(envelope: T, known: Known): T {
  const [headers, items] = envelope as unknown as Envelope
  const { trace, ...rest }: { trace?: unknown } = headers
  const cleanItems = items.map(([head, payload]) => [head, payloadOf(head.type, payload, known)])
  // The public key stands in the trace's head and must stay: it is how the receiver knows the project.
  const cleanTrace = isFields(trace) ? { trace: { ...trace, transaction: scrub(trace.transaction, known) } } : {}
  return [{ ...rest, ...cleanTrace }, cleanItems] as unknown as T
}

function payloadOf(type: string, payload: unknown, known: Known): unknown {
  // The recorder's events pass no `beforeSend`.
  return scrub(type === 'replay_event' && isFields(payload) ? reduceEvent(payload) : payload, known)
}
