import { expect, it } from 'vitest'
import { minutesInWords } from './duration'

it.each([
  [1, '1 min'],
  [60, '1 h'],
  [90, '1 h 30 min'],
  [1_440, '1 day'],
  [3_061, '2 days 3 h 1 min'],
  [10_080, '7 days'],
])('%i minutes are said as %s', (minutes, words) => expect(minutesInWords(minutes)).toBe(words))
