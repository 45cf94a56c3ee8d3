import { expect, it } from 'vitest'
import { rowCounter } from './row-counter'

const bytes = (text: string) => new TextEncoder().encode(text)

it('counts the lines of NDJSON, whatever they hold and however they are cut', () => {
  const count = rowCounter('ndjson')
  expect(['{"a":"', '\\"1"}\n{"a":2', '}\n', '{"a":3}\n{'].map((piece) => count(bytes(piece)))).toEqual([0, 1, 2, 3])
})

it('counts the records of CSV without the header, line breaks in cells notwithstanding', () => {
  const count = rowCounter('csv')
  expect(count(bytes('id,text\r\n'))).toBe(0)
  expect(count(bytes('"1","two\nlines and a ""quote"""\r\n"2","cut'))).toBe(1)
  expect(count(bytes('\r\nhere, and ""'))).toBe(1)
  expect(count(bytes('\n"\r\n'))).toBe(2)
})
