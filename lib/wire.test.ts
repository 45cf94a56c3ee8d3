import { expect, test } from 'vitest'
import { toWire } from './wire'

test('rows become what JSON carries, at any depth', () => {
  const at = new Date('2026-11-20T12:00:00.000Z')
  expect(toWire({ at, amount: 49_900n, none: null, rows: [{ at, amount: -1n }] })).toEqual({
    at: '2026-11-20T12:00:00.000Z',
    amount: 49_900,
    none: null,
    rows: [{ at: '2026-11-20T12:00:00.000Z', amount: -1 }],
  })
})

test('an amount that a number cannot hold exactly is an error, not a rounding', () => {
  expect(() => toWire({ amount: 2n ** 53n })).toThrow(RangeError)
})
