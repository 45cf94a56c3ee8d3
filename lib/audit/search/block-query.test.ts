import { expect, test } from 'vitest'
import { blockQuery } from './block-query'

const candidates = (...asked: Parameters<typeof blockQuery>) => blockQuery(...asked)?.candidates

test('nothing to look for is every block', () => {
  expect(blockQuery({}, [])).toBeUndefined()
  expect(blockQuery({}, ['a'])).toBeUndefined()
})

test('words are beginnings, values are whole, and blocks that list nothing match too', () => {
  expect(blockQuery({}, ['ada'])).toEqual({ candidates: `(('ada':*)) | '*'`, together: undefined })
  expect(candidates({ source: 'shop' }, [])).toBe(`(('s:shop')) | '*'`)
})

test('all of it must be in a block, and then in one event of it', () => {
  expect(blockQuery({ source: 'shop' }, ['ada', 'byron'])).toEqual({
    candidates: `(('s:shop') & ('ada':*) & ('byron':*)) | '*'`,
    together: `(('s:shop') <0> ('ada':*) <0> ('byron':*)) | '*'`,
  })
})

test('signs of the query language are text', () => {
  expect(candidates({ source: `a'b\\c` }, [])).toBe(`(('s:a''b\\\\c')) | '*'`)
  expect(candidates({ action: ['LOAN_*', 'A:b'] }, [])).toBe(`(('a:LOAN_':* | 'a:A:b')) | '*'`)
})

test('errors of a kind are asked for together with the kind', () => {
  expect(candidates({ action: ['LOGIN'], severity: ['ERROR', 'CRITICAL'] }, [])).toBe(
    `(('v:ERROR&a:LOGIN' | 'v:CRITICAL&a:LOGIN')) | '*'`,
  )
  expect(candidates({ action: ['LOGIN'], severity: ['INFO', 'ERROR'] }, [])).toBe(
    `(('a:LOGIN') & ('v:INFO' | 'v:ERROR')) | '*'`,
  )
  expect(candidates({ severity: ['ERROR'] }, ['refused'])).toBe(`(('v:ERROR') & ('refused':*)) | '*'`)
})

test('a correlation id may stand as the request id', () => {
  expect(candidates({ correlationId: 'abc' }, [])).toBe(`(('c:abc' | 'r:abc')) | '*'`)
})

test('long values are short in the index', () => {
  expect(candidates({ requestId: 'r'.repeat(200) }, [])).toMatch(/^\(\('#[\w-]{12}'\)\) \| '\*'$/)
})
