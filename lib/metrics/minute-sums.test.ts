import { expect, test } from 'vitest'
import { minuteMs } from '../clock'
import { minuteSums, minutesOf } from './minute-sums'

const noon = new Date('2026-11-28T12:00:00Z')
const at = (minute: number, ms = 0) => new Date(noon.getTime() + minute * minuteMs + ms)

test('a sum is that of the minutes that began last, the running one included; missing ones are 0', () => {
  const minutes = [3, 1, 4].map((minute) => ({ at: at(minute), n: 10 ** minute }))
  const sum = minuteSums({ from: noon, to: at(5) }, minutes, ({ n }) => n)
  expect([sum(at(4, 30_000), 1), sum(at(4), 2), sum(at(4), 5), sum(at(5), 2)]).toEqual([10_000, 11_000, 11_010, 10_000])
  expect([sum(at(2), 60), sum(at(0), 60)]).toEqual([10, 0])
})

test('what was given for times outside of the stretch does not count', () => {
  const minutes = [-3, -1, 0, 9].map((minute) => ({ at: at(minute) }))
  expect(minuteSums({ from: noon, to: at(5) }, minutes, () => 1)(at(5), 100)).toBe(1)
})

test('every minute that begins within a stretch is listed', () => {
  expect([...minutesOf({ from: at(0, 1), to: at(3) })]).toEqual([at(1), at(2), at(3)])
  expect([...minutesOf({ from: at(0), to: at(0) })]).toEqual([at(0)])
})
