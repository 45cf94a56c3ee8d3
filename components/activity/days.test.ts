import { expect, it } from 'vitest'
import { byDay } from './days'

const local = (day: number, hour: number, month = 10, year = 2026) => new Date(year, month, day, hour).toISOString()
const now = new Date(2026, 10, 21, 0, 30).getTime()

it('groups by the calendar day of the viewer, not by 24 hours', () => {
  const days = byDay([local(21, 0), local(20, 23), local(20, 1), local(18, 9), local(31, 9, 11, 2025)], String, now)
  expect(days.map(({ label, items }) => [label, items.length])).toEqual([
    ['Today · Saturday 21 November', 1],
    ['Yesterday · Friday 20 November', 2],
    ['Wednesday 18 November', 1],
    ['Wednesday 31 December 2025', 1],
  ])
})
