import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasWords, normalized, type Searchable, searchableText, storedHasWords, wordsOf } from './words'

const event = (parts: Partial<Searchable>): Searchable => ({
  description: '',
  userName: null,
  userEmail: null,
  errorMessage: null,
  entityId: null,
  metadata: null,
  ...parts,
})
const words = (text: string) => wordsOf(normalized(text))
const finds = (search: string, parts: Partial<Searchable>) => hasWords(searchableText(event(parts)), words(search))

describe('words', () => {
  it('are letters and digits in lower case; everything else is between them', () => {
    expect(words("INV-2026/7 for O'Brien, 50% (a_b)")).toEqual([
      'inv',
      '2026',
      '7',
      'for',
      'o',
      'brien',
      '50',
      'a',
      'b',
    ])
    expect(words('  … !&|:* 🎉 ')).toEqual([])
  })

  it('are the same however a letter is written', () => {
    expect(words('ﬁle ＡＢＣ Ünïcode')).toEqual(['file', 'abc', 'ünïcode'])
    expect(words('Cafe\u0301')).toEqual(words('café'))
    expect(words('हिन्दी 東京 𝒜')).toEqual(['हिन्दी', '東京', 'a'])
  })

  it('of any length are known by their first hundred letters', () => {
    expect(words('x'.repeat(250))).toEqual(['x'.repeat(100)])
    expect(words('𠜎'.repeat(250))).toEqual(['𠜎'.repeat(100)])
  })
})

describe('a search', () => {
  it('finds events that have words beginning with all of its words, in any order and field', () => {
    const parts = {
      description: 'Invoice INV-7 sent',
      userName: 'Ada Byron',
      metadata: { to: ['bob@example.org', 499] },
    }
    for (const search of ['invoice', 'INVO', 'byron inv 7', 'bob example', '49', 'ada  ADA'])
      expect(finds(search, parts)).toBe(true)
    for (const search of ['voice', 'yron', 'invoice carol', 'to', '99', 'invoices'])
      expect(finds(search, parts)).toBe(false)
  })

  it('looks at words inside, where an equal beginning stands in the middle of another before', () => {
    expect(finds('ann', { description: 'Johann Hermann, Anna' })).toBe(true)
    expect(finds('ann', { description: 'Johann Hermann' })).toBe(false)
    expect(finds('b', { description: '𝒜b' })).toBe(false)
    expect(finds('b', { description: '🎉b' })).toBe(true)
  })

  it('takes words of one value for words of one value only', () => {
    expect(finds('adabyron', { userName: 'ada', entityId: 'byron' })).toBe(false)
  })

  it('keeps the order of the values of metadata', () => {
    const metadata = { b: 'one', a: ['two', { c: 3, d: ['four'] }, true, null], e: 'five' }
    expect(searchableText(event({ description: 'zero', metadata }))).toBe('zero\none\ntwo\n3\nfour\nfive')
  })

  it('decides the same of an event as it is read for a search', () => {
    const text = fc.oneof(
      fc.constantFrom('Ada', 'ada byron', 'ﬁle', 'İst "x"', 'a\\b', '東京', '1e21', '7'),
      fc.string({ unit: 'binary', maxLength: 8 }).map((any) => any.replaceAll('\0', '')),
    )
    const made = fc.record({
      description: text,
      userName: fc.option(text),
      userEmail: fc.option(text),
      errorMessage: fc.option(text),
      entityId: fc.option(text),
      metadata: fc.option(
        fc.dictionary(text, fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true }), fc.array(text))),
      ),
    })
    fc.assert(
      fc.property(made, text, text, (parts, one, other) => {
        const searched = [...words(one), ...words(other)]
        const { metadata, ...texts } = parts
        const stored = {
          text: Object.values(texts)
            .filter((value) => value !== null)
            .join('\n'),
          metadata: metadata === null ? null : JSON.stringify(metadata),
        }
        expect(storedHasWords(stored, searched)).toBe(hasWords(searchableText(parts), searched))
      }),
      { numRuns: 300 },
    )
  }, 20_000)
})
