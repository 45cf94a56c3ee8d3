import { nextRandom } from './random'

/** The place of one request in a distributed trace (W3C Trace Context, level 1). */
export type Trace = {
  /** 32 hexadecimal digits, the same for everything that follows from the first request. */
  traceId: string
  /** 16 hexadecimal digits: this request. */
  spanId: string
  /** Whether the caller records this trace. Passed on, never decided here. */
  isSampled: boolean
  /** What other systems along the way wrote down for themselves; passed on as it is. */
  state: string | null
}

const traceparent = /^([\da-f]{2})-([\da-f]{32})-([\da-f]{16})-([\da-f]{2})(-.*)?$/
const maxStateLength = 512
const maxMembers = 32
/** `key=value`, where a key may be `tenant@system` (§3.3.1.3). */
const member =
  /^(?:[a-z][a-z\d_\-*/]{0,255}|[a-z\d][a-z\d_\-*/]{0,240}@[a-z][a-z\d_\-*/]{0,13})=[\x20-\x2b\x2d-\x3c\x3e-\x7e]{0,255}[\x21-\x2b\x2d-\x3c\x3e-\x7e]$/

/**
 * The trace that a request continues, as a new place in it; a new trace where `traceparent` is absent or not exactly as
 * the standard has it (§3.2.2: then `tracestate` counts for nothing either). Of later versions what is known of this one counts.
 */
export function traceFrom(parent: string | undefined, state: string | undefined): Trace {
  const spanId = newId(8)
  const [, version, traceId = '', parentId, flags = '', rest] = traceparent.exec(parent ?? '') ?? []
  const isKnown =
    version !== undefined &&
    version !== 'ff' &&
    (version !== '00' || rest === undefined) &&
    !/^0+$/.test(traceId) &&
    !/^0+$/.test(parentId ?? '')
  if (!isKnown) return { traceId: newId(16), spanId, isSampled: false, state: null }
  return { traceId, spanId, isSampled: (Number.parseInt(flags, 16) & 1) === 1, state: stateFrom(state) }
}

/** The header by which the socket's request tells routes and pages under which trace it is logged. Clients cannot set it. */
export const traceIdHeader = 'x-daybook-trace-id'

/** The same of a request that has been through `lib/runtime`, or of one that has not. */
export function traceOfHeaders(headers: Pick<Headers, 'get'>): Trace {
  const trace = traceFrom(headers.get('traceparent') ?? undefined, headers.get('tracestate') ?? undefined)
  return { ...trace, traceId: headers.get(traceIdHeader) ?? trace.traceId }
}

/** The fields of a call that this request makes: the same trace, and this request as the parent. */
export function traceHeaders({ traceId, spanId, isSampled, state }: Trace): Record<string, string> {
  return {
    traceparent: `00-${traceId}-${spanId}-${isSampled ? '01' : '00'}`,
    ...(state === null ? {} : { tracestate: state }),
  }
}

function stateFrom(value: string | undefined): string | null {
  const members = (value ?? '')
    .split(',')
    .map((text) => text.trim())
    .filter((text) => text !== '')
  const keys = new Set(members.map((text) => text.split('=', 1)[0]))
  const isGood = members.every((text) => member.test(text)) && keys.size === members.length
  const text = members.join(',')
  return isGood && members.length > 0 && members.length <= maxMembers && text.length <= maxStateLength ? text : null
}

/** Random and never all zeros, which would name nothing. */
function newId(bytes: number): string {
  for (;;) {
    const id = nextRandom(bytes).toString('hex')
    if (!/^0+$/.test(id)) return id
  }
}
