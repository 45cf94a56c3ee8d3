import { expect, it } from 'vitest'
import { endOf } from './silence-ends'

const now = new Date(2026, 10, 30, 23, 50, 12)

it('an end in hours counts from now', () => {
  expect(endOf('hour', now, '')?.getTime()).toBe(now.getTime() + 3_600_000)
  expect(endOf('four-hours', now, '')?.getTime()).toBe(now.getTime() + 4 * 3_600_000)
})

it('tomorrow at 08:00 is the viewer’s next day, also over the end of a month', () => {
  expect(endOf('morning', now, '')).toEqual(new Date(2026, 11, 1, 8))
})

it('a typed end is the viewer’s wall-clock time, and nothing until it is one', () => {
  expect(endOf('at', now, '2026-12-02T09:30')).toEqual(new Date(2026, 11, 2, 9, 30))
  expect(endOf('at', now, '')).toBeUndefined()
})
