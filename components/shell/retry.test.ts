import { expect, test } from 'vitest'
import { ApiError } from '@/lib/http/browser'
import { retryDelayMs, shouldRetry } from './retry'

const failure = (status: number, retryAfterSeconds?: number) =>
  new ApiError('no', { status, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) })

test('a page that asked too often asks again, as late as the server says, and gives up on a long wait', () => {
  expect(shouldRetry(0, failure(429, 30))).toBe(true)
  expect(shouldRetry(3, failure(429, 30))).toBe(false)
  expect(shouldRetry(0, failure(429, 900))).toBe(false)
  expect(retryDelayMs(0, failure(429, 30))).toBeGreaterThanOrEqual(30_000)
  expect(retryDelayMs(0, failure(429, 30))).toBeLessThan(31_000)
})

test('other refusals are answers, and what failed is asked once more', () => {
  expect([0, 1].map((failures) => shouldRetry(failures, failure(404)))).toEqual([false, false])
  expect([0, 1].map((failures) => shouldRetry(failures, failure(503)))).toEqual([true, false])
  expect([0, 1].map((failures) => shouldRetry(failures, new Error('no network')))).toEqual([true, false])
  expect(retryDelayMs(0, failure(503))).toBe(1_000)
})
