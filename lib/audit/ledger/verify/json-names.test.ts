import { describe, expect, it } from 'vitest'
import { exactJson } from '../exact-json'
import { hasNameTwice } from './json-names'

const isTwice = (text: string) => hasNameTwice(text, exactJson(text))

describe('a name that stands twice', () => {
  it.each([
    ['side by side', '{"a":1,"a":1}'],
    ['with spaces before the colon', '{"a" : 1, "b":2, "a"\t:3}'],
    ['inside of another object', '{"a":{"b":[{"c":1,"c":2}]}}'],
    ['written in two ways', String.raw`{"a":1,"\u0061":2}`],
    ['empty', '{"":1,"":2}'],
    ['a number', '{"1":1,"2":2,"1":3}'],
    ['with a quotation mark', String.raw`{"\"":1,"\"":2}`],
    ['with a backslash at its end', String.raw`{"a\\":1,"a\\":2}`],
    ['of the prototype', '{"__proto__":1,"__proto__":2}'],
    ['beside a number that a double rounds', '{"a":1.50000000000000000000001,"a":1}'],
  ])('is noticed: %s', (_, text) => expect(isTwice(text)).toBe(true))
})

describe('a name that stands once', () => {
  it.each([
    ['nothing', '{}'],
    ['text that looks like a name', String.raw`{"a":"\"b\":1,\"b\":2","c":["\"c\":"]}`],
    ['text that ends with backslashes', String.raw`{"a":"\\","b":"\\\\","c":"\\\""}`],
    ['text with a colon', '{"a:":":","b":"a:\\":"}'],
    ['a name with quotation marks and a colon', String.raw`{"\":":1,"a\":\"b":2}`],
    ['an empty name and an empty text', '{"":"","a":[""]}'],
    ['numbers as names', '{"1":1,"0":2,"-1":3,"1.0":4}'],
    ['names of the prototype', '{"__proto__":{"a":1},"constructor":2,"toString":3,"length":4}'],
    ['null, true and lists', '{"a":null,"b":true,"c":[],"d":[{"a":null},[{"a":1}]]}'],
    ['the same name in two objects', '{"a":{"a":{"a":1}},"b":[{"a":1},{"a":2}]}'],
    ['an escape of a surrogate pair', String.raw`{"\ud83d\ude00":1,"😀!":2}`],
    ['a number that a double rounds', '{"a":1.50000000000000000000001,"b":[12345678901234567890]}'],
  ])('is none that stands twice: %s', (_, text) => expect(isTwice(text)).toBe(false))

  it('is found in a text longer than a regular expression can follow', () => {
    const long = JSON.stringify({ a: '"\\:'.repeat(3_000_000), b: 'x'.repeat(10_000_000) })
    expect(isTwice(long)).toBe(false)
    expect(isTwice(long.replace('{', '{"b":1,'))).toBe(true)
  })
})
