import { expect, it } from 'vitest'
import { formatMinor, minorDigits } from './money'

it.each([
  ['EUR', 2],
  ['HUF', 2],
  ['COP', 2],
  ['JPY', 0],
  ['KWD', 3],
  ['IQD', 3],
  ['CLF', 4],
])('%s has %i digits after the point, as ISO 4217 says', (currency, digits) => {
  expect(minorDigits(currency)).toBe(digits)
})

it('shows all digits of the minor unit, and none that is not there', () => {
  expect(formatMinor(150_000, 'HUF')).toBe('HUF\u00a01,500.00')
  expect(formatMinor(49_900, 'EUR')).toBe('€499.00')
  expect(formatMinor(1_500, 'JPY')).toBe('¥1,500')
  expect(formatMinor(-1_234, 'KWD')).toBe('-KWD\u00a01.234')
})
