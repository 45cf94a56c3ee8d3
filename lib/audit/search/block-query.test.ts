import { expect, test } from 'vitest'
import { blockQuery } from './block-query'

test('nothing to look for is every block', () => {
  expect(blockQuery({}, [])).toBeUndefined()
  expect(blockQuery({}, ['a'])).toBeUndefined()
})

test('words are beginnings, values are whole, all of them are wanted, and blocks that list nothing match too', () => {
  expect(blockQuery({ source: 'shop' }, ['ada', 'byron'])).toBe(`(('s:shop') & ('ada':*) & ('byron':*)) | '*'`)
})

test('signs of the query language are text', () => {
  expect(blockQuery({ source: `a'b\\c` }, [])).toBe(`(('s:a''b\\\\c')) | '*'`)
  expect(blockQuery({ action: ['LOAN_*', 'A:b'] }, [])).toBe(`(('a:LOAN_':* | 'a:A:b')) | '*'`)
})

test('errors of a kind are asked for together with the kind', () => {
  expect(blockQuery({ action: ['LOGIN'], severity: ['ERROR', 'CRITICAL'] }, [])).toBe(
    `(('v:ERROR&a:LOGIN' | 'v:CRITICAL&a:LOGIN')) | '*'`,
  )
  expect(blockQuery({ action: ['LOGIN'], severity: ['INFO', 'ERROR'] }, [])).toBe(
    `(('a:LOGIN') & ('v:INFO' | 'v:ERROR')) | '*'`,
  )
  expect(blockQuery({ severity: ['ERROR'] }, ['refused'])).toBe(`(('v:ERROR') & ('refused':*)) | '*'`)
})

test('a correlation id may stand as the request id', () => {
  expect(blockQuery({ correlationId: 'abc' }, [])).toBe(`(('c:abc' | 'r:abc')) | '*'`)
})

test('long values are short in the index', () => {
  expect(blockQuery({ requestId: 'r'.repeat(200) }, [])).toMatch(/^\(\('#[\w-]{12}'\)\) \| '\*'$/)
})
