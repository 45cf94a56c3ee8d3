import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { maxAmountMinor, minorDigits } from '@/lib/money'
import { currencies } from './currencies'
import { moneyText, parseMoney } from './money-text'

const amountOf = (text: string, currency = 'EUR') => {
  const parsed = parseMoney(text, currency)
  return 'amountMinor' in parsed ? parsed.amountMinor : parsed.problem
}

describe('amounts that people type', () => {
  it.each([
    ['499', 'EUR', 49_900],
    ['499.5', 'EUR', 49_950],
    ['499.50', 'EUR', 49_950],
    ['499,50', 'EUR', 49_950],
    [' 0,01 ', 'EUR', 1],
    ['.5', 'EUR', 50],
    ['5.', 'EUR', 500],
    ['0', 'EUR', 0],
    ['-0', 'EUR', 0],
    ['-25', 'EUR', -2_500],
    ['−25,00', 'EUR', -2_500],
    ['007', 'EUR', 700],
    ['1 234,56', 'PLN', 123_456],
    ['1\u202f234\u202f567,89', 'SEK', 123_456_789],
    ["1'234.50", 'CHF', 123_450],
    ['1’234’567', 'CHF', 123_456_700],
    ['1234', 'JPY', 1_234],
    ['12 345', 'JPY', 12_345],
    ['1.234', 'KWD', 1_234],
    ['1,5', 'KWD', 1_500],
    ['2', 'KWD', 2_000],
    ['9999999999.99', 'EUR', maxAmountMinor],
    ['999999999999', 'JPY', maxAmountMinor],
  ])('reads %j in %s as %d minor units', (text, currency, minor) => {
    expect(amountOf(text, currency)).toBe(minor)
  })

  it.each([
    ['1.234,56', 'EUR', 'one decimal sign'],
    ['1,234.56', 'USD', 'one decimal sign'],
    ['1.234.567', 'EUR', 'one decimal sign'],
    ['1,234', 'EUR', 'EUR has 2 decimals'],
    ['1.234', 'USD', 'USD has 2 decimals'],
    ['1,234', 'JPY', 'JPY has no decimals'],
    ['12.5', 'JPY', 'JPY has no decimals'],
    ['1.2345', 'KWD', 'KWD has 3 decimals'],
  ])('refuses %j in %s instead of guessing', (text, currency, sentence) => {
    expect(amountOf(text, currency)).toContain(sentence)
  })

  it.each([
    '',
    '   ',
    'abc',
    '€5',
    '5 EUR',
    '1e3',
    '0x10',
    '--5',
    '5-',
    '+5',
    '.',
    ',',
    '-',
    '12 34',
    "1 234'567",
    '1 2 3',
    '٥',
    'NaN',
  ])('refuses %j with a sentence', (text) => {
    expect(amountOf(text)).toMatch(/\.$/)
  })

  it('refuses one minor unit more than an invoice can hold', () => {
    expect(amountOf('10000000000.00')).toContain('9999999999.99 EUR')
    expect(amountOf('9'.repeat(400))).toContain('more than one invoice')
  })

  it('has no float in it: what floats get wrong is exact', () => {
    expect(amountOf('1.005', 'KWD')).toBe(1_005)
    expect(amountOf('8.41')).toBe(841)
    expect(amountOf('1.15')).toBe(115)
    expect(amountOf('9007199254.74')).toBe(900_719_925_474)
  })

  it('reads back every amount it writes, in every currency offered', () => {
    const amount = fc.integer({ min: -maxAmountMinor, max: maxAmountMinor })
    fc.assert(
      fc.property(amount, fc.constantFrom(...currencies), fc.constantFrom('.', ','), (minor, currency, sign) => {
        const text = moneyText(minor, currency).replace('.', sign)
        expect(parseMoney(text, currency)).toEqual({ amountMinor: minor === 0 ? 0 : minor })
      }),
    )
  })

  it('answers every text with an exact amount or a sentence, and never throws', () => {
    fc.assert(
      fc.property(fc.string(), fc.constantFrom(...currencies), (text, currency) => {
        const parsed = parseMoney(text, currency)
        if ('amountMinor' in parsed) expect(Number.isSafeInteger(parsed.amountMinor)).toBe(true)
        else expect(parsed.problem).toMatch(/\.$/)
      }),
    )
  })
})

describe('moneyText', () => {
  it.each([
    [0, 'EUR', '0.00'],
    [5, 'EUR', '0.05'],
    [-5, 'EUR', '-0.05'],
    [123_456, 'EUR', '1234.56'],
    [1_234, 'JPY', '1234'],
    [5, 'KWD', '0.005'],
  ])('writes %d %s as %s', (minor, currency, text) => {
    expect(moneyText(minor, currency)).toBe(text)
  })
})

describe('the currencies offered', () => {
  it('are known to the runtime, once each', () => {
    for (const currency of currencies) expect(Intl.supportedValuesOf('currency')).toContain(currency)
    expect(new Set(currencies).size).toBe(currencies.length)
  })

  it('include those without decimals and with three', () => {
    expect(new Set(currencies.map(minorDigits))).toEqual(new Set([0, 2, 3]))
  })
})
