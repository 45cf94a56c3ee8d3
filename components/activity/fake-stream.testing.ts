import { vi } from 'vitest'
import type { AuditEvent } from '@/lib/audit/contract'

/** The browser's EventSource, played by a test. The last one made is the one that is open. */
export class FakeStream extends EventTarget {
  static readonly CONNECTING = 0
  static readonly OPEN = 1
  static readonly CLOSED = 2
  static made: FakeStream[] = []

  readonly url: string
  readyState: number = FakeStream.CONNECTING
  onopen: (() => void) | null = null
  onerror: (() => void) | null = null

  constructor(url: string) {
    super()
    this.url = url
    FakeStream.made.push(this)
  }

  static get last(): FakeStream {
    const last = FakeStream.made.at(-1)
    if (!last) throw new Error('No stream was opened')
    return last
  }

  static install(): void {
    FakeStream.made = []
    vi.stubGlobal('EventSource', FakeStream)
  }

  open(): void {
    this.readyState = FakeStream.OPEN
    this.onopen?.()
  }

  tell(event: AuditEvent): void {
    if (this.readyState === FakeStream.CLOSED) return
    this.dispatchEvent(new MessageEvent('audit', { data: JSON.stringify(event), lastEventId: String(event.seq) }))
  }

  reset(lastSeq: number): void {
    this.dispatchEvent(new MessageEvent('reset', { data: JSON.stringify({ lastSeq }), lastEventId: String(lastSeq) }))
  }

  /** `isOver`: the browser will not try again, as after an answer that is no stream. */
  fail(isOver: boolean): void {
    this.readyState = isOver ? FakeStream.CLOSED : FakeStream.CONNECTING
    this.onerror?.()
  }

  close(): void {
    this.readyState = FakeStream.CLOSED
  }
}
