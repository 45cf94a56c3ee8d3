import { expect, it } from 'vitest'
import { changeWords, longDay, shortDay } from './day-words'

it('names a day as the calendar does, wherever the reader is', () => {
  expect(longDay('2026-11-27')).toBe('Friday, 27 November 2026')
  expect(shortDay('2026-11-01')).toBe('Sun 1 Nov')
})

it('says how a number differs from the day before', () => {
  expect([changeWords(30, 20), changeWords(4, 9), changeWords(5, 5), changeWords(3, 0)]).toEqual([
    '+50 %',
    '−56 %',
    'as before',
    'new',
  ])
})
