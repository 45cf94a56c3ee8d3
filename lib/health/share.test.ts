import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { share } from './share'

// The clock stands still but for the steps made here.
beforeEach(() => void vi.useFakeTimers({ toFake: ['performance'] }))
afterEach(() => void vi.useRealTimers())

test('callers at the same time share one computation, and later ones its result until it is too old', async () => {
  let computed = 0
  const compute = async () => {
    await sleep(20)
    computed += 1
    return computed
  }
  const first = await Promise.all(Array.from({ length: 200 }, () => share('flood', 60, compute)))
  expect(new Set(first)).toEqual(new Set([1]))
  vi.advanceTimersByTime(59)
  expect(await share('flood', 60, compute)).toBe(1)
  vi.advanceTimersByTime(1)
  expect(await share('flood', 60, compute)).toBe(2)
  expect(computed).toBe(2)
})

test('a failure is told to everybody who waited and is not kept', async () => {
  const fail = async () => {
    await sleep(5)
    throw new Error('no')
  }
  const outcomes = await Promise.allSettled([share('failing', 1_000, fail), share('failing', 1_000, fail)])
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['rejected', 'rejected'])
  expect(await share('failing', 1_000, async () => 'yes')).toBe('yes')
})
