import { expect, test } from 'vitest'
import { parseRetryAfter } from './retry-after'

const now = new Date('2026-11-28T04:00:00.000Z')

test.each([
  ['120', 120_000],
  ['0', 0],
  ['0.65', 650],
  [' 3 ', 3_000],
  ['Sat, 28 Nov 2026 04:01:00 GMT', 60_000],
  ['Sat, 28 Nov 2026 03:00:00 GMT', 0],
  // Nobody is waited for longer than a day: the retries would be over.
  ['999999999', 86_400_000],
  ['Sat, 28 Nov 2099 03:00:00 GMT', 86_400_000],
  ['-5', undefined],
  ['soon', undefined],
  ['2026', 2_026_000],
  ['', undefined],
  [undefined, undefined],
])('%s', (value, expected) => {
  expect(parseRetryAfter(value, now)).toBe(expected)
})
