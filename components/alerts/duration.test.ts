import { expect, test } from 'vitest'
import { durationText } from './duration'

test.each([
  [0, 'under a second'],
  [1_000, '1 second'],
  [90_000, '1 minute 30 seconds'],
  [3_600_000, '1 hour'],
  [3_601_000, '1 hour'],
  [7_500_000, '2 hours 5 minutes'],
  [90_061_000, '1 day 1 hour'],
])('%i ms is "%s"', (milliseconds, text) => {
  expect(durationText(milliseconds)).toBe(text)
})
