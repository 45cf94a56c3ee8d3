import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { flushErrorReports, reportError, setErrorReporter } from './error-reports'

const minuteMs = 60_000
let captured: unknown[] = []
let agoMs = 0

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['performance', 'setTimeout', 'clearTimeout'] })
  // The clock begins anew each time: whatever the tests before sent was long ago.
  agoMs += 10 * minuteMs
  vi.advanceTimersByTime(agoMs)
  captured = []
  setErrorReporter({
    capture: (error) => `id-${captured.push(error)}`,
    flush: () => new Promise(() => {}),
  })
})
afterEach(() => {
  setErrorReporter(undefined)
  vi.useRealTimers()
})

const storm = (count: number) =>
  Array.from({ length: count }, () => reportError(new Error('storm'), { message: 'storm' })).filter(Boolean).length

test('exactly a hundred errors a minute leave a process, and as many in the next', () => {
  expect(storm(300)).toBe(100)
  vi.advanceTimersByTime(minuteMs - 1)
  expect(storm(1)).toBe(0)
  vi.advanceTimersByTime(1)
  expect(storm(300)).toBe(100)
})

test('one error is sent once and has one id, also while a storm lets no other pass', () => {
  const error = new Error('It broke')
  const id = reportError(error, { message: 'first' })
  expect([id, reportError(error, { message: 'written down elsewhere' })]).toEqual(['id-1', 'id-1'])
  storm(300)
  expect(reportError(error, { message: 'once more' })).toBe('id-1')
  expect(captured.filter((one) => one === error)).toHaveLength(1)
})

test('what the reporter does not send takes nobody else’s place', () => {
  setErrorReporter({ capture: () => undefined, flush: async () => {} })
  expect(storm(300)).toBe(0)
  setErrorReporter({ capture: (error) => `id-${captured.push(error)}`, flush: async () => {} })
  expect(storm(300)).toBe(100)
})

test('whoever writes an error down does not fail because the reporter does', () => {
  setErrorReporter({
    capture: () => {
      throw new Error('The reporter broke')
    },
    flush: async () => {},
  })
  expect(reportError(new Error('It broke'), { message: 'first' })).toBeUndefined()
})

test('the shutdown waits as long as it is told and no longer, and for a failure not at all', async () => {
  let isOver = false
  const waiting = flushErrorReports(2_000).then(() => (isOver = true))
  await vi.advanceTimersByTimeAsync(1_999)
  expect(isOver).toBe(false)
  await vi.advanceTimersByTimeAsync(1)
  expect(isOver).toBe(true)
  await waiting
  setErrorReporter({ capture: () => undefined, flush: () => Promise.reject(new Error('no')) })
  await flushErrorReports(2_000)
})
