import { expect, test } from 'vitest'
import { isoText } from './clock'

test('the text of a time is that of Date, whichever was asked for before', () => {
  const times = [0, 0, 1, -62_135_596_800_000, 1_795_000_000_123, 1_795_000_000_123, 253_402_300_799_999, 0]
  expect(times.map((ms) => isoText(new Date(ms)))).toEqual(times.map((ms) => new Date(ms).toISOString()))
  expect(() => isoText(new Date(Number.NaN))).toThrow(RangeError)
})
