import { expect, test } from 'vitest'
import { budgetOf } from './budget'

const requests = (total: number, bad: number, targetPercent = 99.9) =>
  budgetOf('requests', { total, bad, targetPercent })

test('of 5,000 requests at 99.9 % five may fail: after one, four more', () => {
  expect(requests(5_000, 1)).toEqual({
    unit: 'requests',
    targetPercent: 99.9,
    total: 5_000,
    bad: 1,
    attainedPercent: 99.98,
    allowed: 5,
    left: 4,
    usedPercent: 20,
    minutesLeft: null,
    status: 'met',
  })
})

test('30 days have 8,640 slices of five minutes, of which eight may be bad: 40 minutes, after two of them 30', () => {
  const budget = budgetOf('slices', { total: 8_640, bad: 2, targetPercent: 99.9 })
  expect(budget).toMatchObject({ allowed: 8, left: 6, minutesLeft: 30, usedPercent: 25, status: 'met' })
})

test('a period that has just begun has the budget of all of it', () => {
  const budget = budgetOf('slices', { total: 288, expected: 8_640, bad: 1, targetPercent: 99.9 })
  expect(budget).toMatchObject({ allowed: 8, left: 7, status: 'met' })
})

test.each([
  [1_000, 99.9, 1],
  [999, 99.9, 0],
  [1_000_000, 99.999, 10],
  [10, 90, 1],
  [300, 95, 15],
  [100, 99, 1],
  [7_000, 99.9, 7],
])('of %d at %d %% exactly %d may be bad, whatever the digits of the computer', (total, target, allowed) => {
  expect(requests(total, 0, target).allowed).toBe(allowed)
  expect(requests(total, allowed, target).status).toBe('met')
})

test('one more than allowed misses the target and is told as below zero', () => {
  expect(requests(5_000, 6)).toMatchObject({ left: -1, usedPercent: 120, status: 'missed' })
})

test('one failure in ten requests is no verdict, and neither are two; three of ten are', () => {
  expect([1, 2, 3].map((bad) => requests(10, bad).status)).toEqual(['tooFew', 'tooFew', 'missed'])
  expect(requests(10, 0)).toMatchObject({ status: 'met', allowed: 0, left: 0, usedPercent: 0 })
  expect(requests(10, 1).usedPercent).toBeNull()
})

test('a slow start is no verdict either: of 68 requests four may be slow where the target allows three, and not six', () => {
  expect([3, 4, 5, 6].map((bad) => requests(68, bad, 95).status)).toEqual(['met', 'tooFew', 'tooFew', 'missed'])
  expect(requests(100, 6, 95).status).toBe('missed')
  // Nine bad slices are 45 minutes, however early in the period.
  expect(budgetOf('slices', { total: 50, expected: 8_640, bad: 9, targetPercent: 99.9 }).status).toBe('missed')
})

test('without anything to count there is no verdict', () => {
  expect(requests(0, 0)).toMatchObject({ status: 'noData', attainedPercent: null, allowed: 0 })
})
