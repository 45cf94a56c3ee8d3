import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { followStream, type StreamState } from './event-stream'
import { FakeStream } from './fake-stream.testing'
import { sampleEvent } from './sample-event.testing'

beforeEach(() => {
  FakeStream.install()
  vi.useFakeTimers()
  vi.spyOn(Math, 'random').mockReturnValue(1)
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
  vi.restoreAllMocks()
})

function follow() {
  const states: StreamState[] = []
  const told: unknown[] = []
  let place = 7
  const stop = followStream(() => `/stream?lastEventId=${place}`, {
    onState: (state) => states.push(state),
    onEvent: (event) => {
      told.push(event.seq)
      place = event.seq ?? place
    },
    onReset: (lastSeq) => told.push(`reset ${lastSeq}`),
  })
  return { states, told, stop }
}

describe('a stream of events', () => {
  it('tells events and resets in their order', () => {
    const { states, told } = follow()
    FakeStream.last.open()
    FakeStream.last.tell(sampleEvent({ seq: 8 }))
    FakeStream.last.reset(2_000)
    FakeStream.last.tell(sampleEvent({ seq: 2_001 }))
    expect([states, told]).toEqual([['open'], [8, 'reset 2000', 2_001]])
  })

  it('leaves a connection that broke to the browser, which resumes where it was', () => {
    const { states } = follow()
    FakeStream.last.open()
    FakeStream.last.fail(false)
    vi.advanceTimersByTime(120_000)
    expect(FakeStream.made).toHaveLength(1)
    FakeStream.last.open()
    expect(states).toEqual(['open', 'lost', 'open'])
  })

  it('opens a new one from the place reached when it is refused', () => {
    follow()
    FakeStream.last.open()
    FakeStream.last.tell(sampleEvent({ seq: 42 }))
    FakeStream.last.fail(true)
    vi.advanceTimersByTime(1_000)
    expect(FakeStream.made.map(({ url }) => url)).toEqual(['/stream?lastEventId=7', '/stream?lastEventId=42'])
  })

  it('tries less and less often while it cannot be had, and says so once', () => {
    const { states } = follow()
    const waits = [1, 2, 4, 8, 16, 32, 60, 60].map((seconds) => seconds * 1_000)
    for (const [failures, wait] of waits.entries()) {
      FakeStream.last.fail(failures % 2 === 0)
      vi.advanceTimersByTime(wait - 1)
      expect(FakeStream.made).toHaveLength(failures + 1)
      vi.advanceTimersByTime(1)
      expect(FakeStream.made).toHaveLength(failures + 2)
    }
    expect(states).toEqual(['lost'])
  })

  it('is quiet after it was stopped', () => {
    const { stop } = follow()
    FakeStream.last.fail(true)
    stop()
    vi.advanceTimersByTime(120_000)
    expect(FakeStream.made).toHaveLength(1)
    expect(FakeStream.last.readyState).toBe(FakeStream.CLOSED)
  })
})
