import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cutMark, fit } from './fit'
import { durationWords, linesWithin } from './message-text'
import { plainLine, plainText } from './plain-text'

const escape = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')

test('whatever the text and the limit, the result fits, is well-formed and breaks no escape', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: fc.constantFrom('a', '&', '<', '👨‍👩‍👧‍👦', 'é', ' ', '\n', '🇩🇪'), maxLength: 300 }),
      fc.integer({ min: 0, max: 400 }),
      (text, max) => {
        const fitted = fit(text, max, { escape })
        expect(fitted.length).toBeLessThanOrEqual(max)
        expect(fitted.isWellFormed()).toBe(true)
        const kept = fitted.endsWith(cutMark) ? fitted.slice(0, -cutMark.length) : fitted
        expect(kept.replaceAll('&amp;', '').replaceAll('&lt;', '')).not.toMatch(/[&<]/)
        if (escape(text).length <= max) expect(fitted).toBe(escape(text))
        else expect(fitted === '' || fitted.endsWith(cutMark)).toBe(true)
      },
    ),
  )
})

test('a family stays together or is left out', () => {
  const family = '👨‍👩‍👧‍👦'
  expect(fit(family.repeat(3), family.length + cutMark.length + 3)).toBe(`${family}${cutMark}`)
})

test('a text of megabytes is cut at once', () => {
  const began = performance.now()
  fit('👨‍👩‍👧‍👦&'.repeat(500_000), 1_000, { escape })
  expect(performance.now() - began).toBeLessThan(4_500)
})

test('lines that do not fit are counted', () => {
  expect(linesWithin(['one', 'two'], 100)).toBe('one\ntwo')
  expect(linesWithin(Array(100).fill('a line of text'), 100)).toMatch(/^(a line of text\n)+… and \d+ more \(cut\)$/)
})

test('what turns text round or is not seen becomes visible', () => {
  expect(plainText('a\u202eb\u0007c\ud800d\r\ne')).toBe('a\ufffdb c\ufffdd\ne')
  expect(plainText('\u2066\u200b\ufeff\u{e0041}')).toBe('\ufffd\ufffd\ufffd\ufffd')
  expect(plainLine(' a\n\n b\tc ')).toBe('a b c')
  expect(plainText('👨‍👩‍👧‍👦')).toBe('👨‍👩‍👧‍👦')
})

test.each([
  [0, '0 s'],
  [45_000, '45 s'],
  [60_000, '1 min'],
  [750_000, '12 min 30 s'],
  [3 * 3_600_000 + 5 * 60_000 + 4_000, '3 h 5 min'],
  [49 * 3_600_000, '2 d 1 h'],
])('%i ms are %s', (ms, words) => {
  expect(durationWords(ms)).toBe(words)
})
