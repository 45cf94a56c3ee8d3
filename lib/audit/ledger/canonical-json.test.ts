import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../../json-value'
import { canonicalJson } from './canonical-json'

/** RFC 8785 appendix B: bits of a double and its canonical text. */
const numbers = [
  ['0000000000000000', '0'],
  ['8000000000000000', '0'],
  ['0000000000000001', '5e-324'],
  ['8000000000000001', '-5e-324'],
  ['7fefffffffffffff', '1.7976931348623157e+308'],
  ['ffefffffffffffff', '-1.7976931348623157e+308'],
  ['4340000000000000', '9007199254740992'],
  ['c340000000000000', '-9007199254740992'],
  ['4430000000000000', '295147905179352830000'],
  ['44b52d02c7e14af5', '9.999999999999997e+22'],
  ['44b52d02c7e14af6', '1e+23'],
  ['44b52d02c7e14af7', '1.0000000000000001e+23'],
  ['444b1ae4d6e2ef4e', '999999999999999700000'],
  ['444b1ae4d6e2ef4f', '999999999999999900000'],
  ['444b1ae4d6e2ef50', '1e+21'],
  ['3eb0c6f7a0b5ed8c', '9.999999999999997e-7'],
  ['3eb0c6f7a0b5ed8d', '0.000001'],
  ['41b3de4355555553', '333333333.3333332'],
  ['41b3de4355555554', '333333333.33333325'],
  ['41b3de4355555555', '333333333.3333333'],
  ['41b3de4355555556', '333333333.3333334'],
  ['41b3de4355555557', '333333333.33333343'],
  ['becbf647612f3696', '-0.0000033333333333333333'],
  ['43143ff3c1cb0959', '1424953923781206.2'],
]

const double = (bits: string) => Buffer.from(bits, 'hex').readDoubleBE()

describe('the vectors of RFC 8785', () => {
  it.each(numbers)('appendix B: %s is %s', (bits, text) => {
    expect(canonicalJson(double(bits))).toBe(text)
  })

  it.each(['7fffffffffffffff', '7ff0000000000000'])('appendix B: %s is refused', (bits) => {
    expect(() => canonicalJson(double(bits))).toThrow('has no canonical JSON')
  })

  it('§3.2.2 becomes the bytes of §3.2.4', () => {
    const given = String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`
    const bytes = `
      7b 22 6c 69 74 65 72 61 6c 73 22 3a 5b 6e 75 6c 6c 2c 74 72
      75 65 2c 66 61 6c 73 65 5d 2c 22 6e 75 6d 62 65 72 73 22 3a
      5b 33 33 33 33 33 33 33 33 33 2e 33 33 33 33 33 33 33 2c 31
      65 2b 33 30 2c 34 2e 35 2c 30 2e 30 30 32 2c 31 65 2d 32 37
      5d 2c 22 73 74 72 69 6e 67 22 3a 22 e2 82 ac 24 5c 75 30 30
      30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22 7d`.replaceAll(/\s/g, '')
    expect(Buffer.from(canonicalJson(JSON.parse(given))).toString('hex')).toBe(bytes)
  })

  it('§3.2.3 sorts by UTF-16 code units', () => {
    const given = String.raw`{
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis"
    }`
    const values = canonicalJson(JSON.parse(given)).match(/(?<=:")[^"]+/g)
    expect(values).toEqual([
      'Carriage Return',
      'One',
      'Control',
      'Latin Small Letter O With Diaeresis',
      'Euro Sign',
      'Emoji: Grinning Face',
      'Hebrew Letter Dalet With Dagesh',
    ])
  })
})

/** The slow way. Sorted entries, not a sorted copy: an object always has keys like "9" and "10" in their own order. */
function byCopy(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(byCopy).join(',')}]`
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${byCopy(item)}`).join(',')}}`
}

const json = fc.jsonValue({ stringUnit: 'binary', maxDepth: 4 })
const isJson = (value: unknown): value is JsonValue => value !== undefined

describe('any JSON', () => {
  it('is printed with sorted keys, whatever order they came in', () => {
    fc.assert(
      fc.property(json, (value) => {
        if (!isJson(value)) return
        const text = canonicalJson(value)
        expect(text).toBe(byCopy(value))
        expect(canonicalJson(reversed(value))).toBe(text)
      }),
      { numRuns: 2_000 },
    )
  })

  it('escapes what JSON escapes, in short text and in long', () => {
    for (const text of ['a"b', 'a\\b', '\u0000\u001f\b\t\n\f\r', '\u007f\u0080\u2028\u2029', '😀', 'é'])
      for (const whole of [text, text.padEnd(200, text)]) {
        expect(canonicalJson(whole)).toBe(JSON.stringify(whole))
        expect(canonicalJson({ [whole]: 1 })).toBe(`{${JSON.stringify(whole)}:1}`)
      }
  })

  it('keeps keys that mean something to JavaScript', () => {
    const given = '{"10":1,"9":2,"__proto__":{"b":1,"a":2},"constructor":3,"toJSON":4}'
    expect(canonicalJson(JSON.parse(given))).toBe('{"10":1,"9":2,"__proto__":{"a":2,"b":1},"constructor":3,"toJSON":4}')
  })
})

function reversed(value: JsonValue): JsonValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map(reversed)
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, item]): [string, JsonValue] => [key, reversed(item)])
      .toReversed(),
  )
}

describe('what has no canonical form is refused', () => {
  it('undefined under a key, by the name of the key', () => {
    // @ts-expect-error: what the type already forbids
    expect(() => canonicalJson({ a: undefined })).toThrow('undefined under "a" has no canonical JSON')
  })

  const half = '\ud800'
  it.each<[string, unknown]>([
    ['a number that is not finite, inside', { a: [Number.NEGATIVE_INFINITY] }],
    ['half of a surrogate pair', `a${half}`],
    ['half of one in a long text', `${'a'.repeat(100)}${half}`],
    ['half of one in a key', { [half]: 1 }],
    ['undefined', undefined],
    ['a bigint', 1n],
  ])('%s', (_, value) => {
    // @ts-expect-error: what the type already forbids
    expect(() => canonicalJson(value)).toThrow('has no canonical JSON')
  })
})
