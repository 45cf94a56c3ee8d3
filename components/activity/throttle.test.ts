import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { throttle } from './throttle'

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

it('runs at once, and for all calls within the time once more at its end', () => {
  const run = vi.fn()
  const throttled = throttle(run, 100)
  throttled.call()
  expect(run).toHaveBeenCalledTimes(1)
  throttled.call()
  throttled.call()
  vi.advanceTimersByTime(99)
  expect(run).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(1)
  expect(run).toHaveBeenCalledTimes(2)
  vi.advanceTimersByTime(500)
  expect(run).toHaveBeenCalledTimes(2)
})

it('runs what is due when it is flushed, and nothing after it was cancelled', () => {
  const run = vi.fn()
  const throttled = throttle(run, 100)
  throttled.call()
  throttled.flush()
  expect(run).toHaveBeenCalledTimes(1)
  throttled.call()
  throttled.flush()
  expect(run).toHaveBeenCalledTimes(2)
  throttled.call()
  throttled.cancel()
  vi.advanceTimersByTime(500)
  expect(run).toHaveBeenCalledTimes(2)
})
