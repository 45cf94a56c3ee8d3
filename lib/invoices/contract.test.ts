import { describe, expect, it } from 'vitest'
import { maxAmountMinor } from '../money'
import { InvoiceInput, totalOfLines } from './contract'

const line = (quantity: number, unitPriceMinor: number) => ({ description: 'Course', quantity, unitPriceMinor })
const wrongPlaces = (input: unknown) => InvoiceInput.safeParse(input).error?.issues.map((issue) => issue.path.join('/'))

describe('an invoice as it is typed', () => {
  it('adds up exactly where floating point would not', () => {
    expect(totalOfLines([line(10_000, maxAmountMinor), line(1, -1)])).toBe(9_999_999_999_989_999n)
    expect(totalOfLines([line(10_000, maxAmountMinor), line(10_000, -maxAmountMinor), line(1, 1)])).toBe(1n)
  })

  it('may carry a discount as long as something remains to be paid', () => {
    expect(InvoiceInput.parse({ currency: 'EUR', lines: [line(2, 5_000), line(1, -9_999)] }).lines).toHaveLength(2)
    expect(wrongPlaces({ currency: 'EUR', lines: [line(2, 5_000), line(1, -10_000)] })).toEqual(['lines'])
  })

  it.each([
    ['a total beyond the largest amount', { lines: [line(2, maxAmountMinor)] }, 'lines'],
    ['a total that overflows', { lines: [line(10_000, maxAmountMinor)] }, 'lines'],
    ['no line', { lines: [] }, 'lines'],
    ['51 lines', { lines: Array.from({ length: 51 }, () => line(1, 1)) }, 'lines'],
    ['half a piece', { lines: [line(0.5, 100)] }, 'lines/0/quantity'],
    ['10,001 pieces', { lines: [line(10_001, 1)] }, 'lines/0/quantity'],
    ['a price that is no safe integer', { lines: [line(1, 2 ** 53)] }, 'lines/0/unitPriceMinor'],
    ['a blank description', { lines: [{ ...line(1, 1), description: '  ' }] }, 'lines/0/description'],
    ['more payable now than the total', { payableNowMinor: 101 }, 'payableNowMinor'],
    ['nothing payable now', { payableNowMinor: 0 }, 'payableNowMinor'],
    ['an unknown currency', { currency: 'EUX' }, 'currency'],
    ['a currency in small letters', { currency: 'eur' }, 'currency'],
    ['a day that is not in the calendar', { dueDate: '2026-02-30' }, 'dueDate'],
    ['a day the database cannot hold', { dueDate: '0000-01-01' }, 'dueDate'],
  ])('refuses %s and says where', (_, wrong, place) => {
    expect(wrongPlaces({ currency: 'EUR', lines: [line(1, 100)], ...wrong })).toContain(place)
  })

  it('refuses names it does not know', () => {
    expect(InvoiceInput.safeParse({ currency: 'EUR', lines: [line(1, 1)], totalMinor: 1 }).success).toBe(false)
  })
})
