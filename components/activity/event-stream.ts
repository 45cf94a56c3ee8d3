import type { AuditEvent } from '@/lib/audit/contract'

export type StreamState = 'open' | 'lost'

export interface StreamListener {
  /** Called when the state changes; a stream that was lost stays so until it is there again. */
  onState: (state: StreamState) => void
  onEvent: (event: AuditEvent) => void
  /** Too much was missed to be told: what comes now follows on place `lastSeq`. */
  onReset: (lastSeq: number) => void
}

const firstRetryMs = 1_000
const lastRetryMs = 60_000

/**
 * Follows a stream of events until the returned function is called. A stream that breaks is resumed by the browser
 * itself, which misses nothing; one that was refused is tried again from the place `addressOf` names then, less and
 * less often.
 */
export function followStream(addressOf: () => string, listener: StreamListener): () => void {
  let source: EventSource | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let failures = 0
  let told: StreamState | undefined
  const tell = (state: StreamState) => {
    if (state !== told) listener.onState(state)
    told = state
  }

  function connect() {
    const own = new EventSource(addressOf())
    let wasOpen = false
    source = own
    own.onopen = () => {
      wasOpen = true
      failures = 0
      tell('open')
    }
    own.addEventListener('audit', ({ data }) => listener.onEvent(eventOf(data)))
    own.addEventListener('reset', ({ lastEventId }) => listener.onReset(Number(lastEventId)))
    own.onerror = () => {
      tell('lost')
      // The browser resumes it; one that never opened it would try every few seconds for ever.
      if (wasOpen && own.readyState === EventSource.CONNECTING) return
      own.close()
      retry = setTimeout(connect, retryMs(failures))
      failures += 1
    }
  }
  connect()

  return () => {
    clearTimeout(retry)
    source?.close()
  }
}

/** Doubling, and spread so that many open pages do not come back at the same moment. */
function retryMs(failures: number): number {
  return Math.min(lastRetryMs, firstRetryMs * 2 ** failures) * (0.5 + Math.random() / 2)
}

/** The stream sends what `/api/audit-logs` answers, from the same schema. */
function eventOf(data: string): AuditEvent {
  return JSON.parse(data) as AuditEvent
}
