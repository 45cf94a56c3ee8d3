import { openReceiver, parsed, type Receiver, type Service } from './receiver'

/** Sentry's public key and project in the DSN below, unless another is given. */
const usualKey = '0123456789abcdef0123456789abcdef'
const project = '4501'

/**
 * Sentry's envelope endpoint: a header line, then for each item a header line and a payload of `length` bytes or to the end of
 * the line (develop.sentry.dev/sdk/foundations/envelopes). The key comes in the query or in X-Sentry-Auth.
 */
const serviceFor =
  (publicKey: string): Service =>
  ({ method, path, headers, body }) => {
    if (method === 'OPTIONS') return { status: 200, body: '', headers: cors }
    const { pathname, searchParams } = new URL(path, 'http://localhost')
    if (method !== 'POST' || pathname !== `/api/${project}/envelope/`) return { status: 404, body: '{}', headers: cors }
    const key = searchParams.get('sentry_key') ?? /sentry_key=(\w+)/.exec(headers['x-sentry-auth'] ?? '')?.[1]
    if (key !== publicKey) return { status: 403, body: '{"detail":"bad sentry DSN public key"}', headers: cors }
    const items = readItems(body)
    if (!items) return { status: 400, body: '{"detail":"invalid event envelope"}', headers: cors }
    return { status: 200, body: '{}', headers: cors }
  }

const cors = { 'access-control-allow-origin': '*', 'access-control-allow-headers': '*' }

export type SentryItem = { type: string; payload: Record<string, unknown>; raw: string }

function readItems(body: string): SentryItem[] | undefined {
  const bytes = Buffer.from(body)
  const headEnd = bytes.indexOf(10)
  if (!parsed(bytes.subarray(0, headEnd < 0 ? undefined : headEnd).toString())) return undefined
  const items: SentryItem[] = []
  let at = headEnd < 0 ? bytes.length : headEnd + 1
  while (at < bytes.length) {
    const lineEnd = bytes.indexOf(10, at)
    const head = lineEnd < 0 ? undefined : parsed(bytes.subarray(at, lineEnd).toString())
    if (typeof head?.type !== 'string') return undefined
    const start = lineEnd + 1
    const newline = bytes.indexOf(10, start)
    const end = typeof head.length === 'number' ? start + head.length : newline < 0 ? bytes.length : newline
    const raw = bytes.subarray(start, end).toString()
    items.push({ type: head.type, payload: parsed(raw) ?? {}, raw })
    at = end + 1
  }
  return items
}

export type SentryReceiver = Receiver & {
  dsn: string
  items(type?: string): SentryItem[]
  /** Every byte that arrived, addresses and headers included. */
  everything(): string
}

/** A server that speaks Sentry's envelope protocol and keeps what it is told. */
export async function openSentry(publicKey = usualKey): Promise<SentryReceiver> {
  const receiver = await openReceiver(serviceFor(publicKey))
  return {
    ...receiver,
    dsn: `${receiver.url.replace('//', `//${publicKey}@`)}/${project}`,
    items: (type) =>
      receiver.received
        .filter(({ method }) => method === 'POST')
        .flatMap(({ body }) => readItems(body) ?? [])
        .filter((item) => type === undefined || item.type === type),
    everything: () => JSON.stringify(receiver.received),
  }
}
