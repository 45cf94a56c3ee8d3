import { describe, expect, it } from 'vitest'
import { durationText } from './duration-text'

describe('a duration in words', () => {
  it.each([
    [0, 'less than a second'],
    [999, 'less than a second'],
    [1_000, '1 s'],
    [59_999, '59 s'],
    [60_000, '1 min'],
    [90_000, '1 min'],
    [3_600_000, '1 h'],
    [7_500_000, '2 h 5 min'],
    [90_000_000, '1 d 1 h'],
    [86_400_000 * 12, '12 d'],
  ])('%i ms is %s', (ms, text) => expect(durationText(ms)).toBe(text))
})
