import { expect, test } from 'vitest'
import { AppError } from '../errors'
import { optionalIdempotencyKey, requiredIdempotencyKey } from './idempotency-key'

const headers = (key: string) => new Headers({ 'idempotency-key': key })

function problemOf(read: () => unknown) {
  try {
    return read()
  } catch (error) {
    return error instanceof AppError ? [error.status, error.problems[0]?.pointer] : error
  }
}

test('a key is 8 to 128 printable ASCII characters', () => {
  for (const key of ['12345678', 'a b-c_d~!', 'x'.repeat(128)]) expect(requiredIdempotencyKey(headers(key))).toBe(key)
  for (const key of ['1234567', 'x'.repeat(129), 'schlüssel-1', '']) {
    expect(problemOf(() => requiredIdempotencyKey(headers(key)))).toEqual([422, 'Idempotency-Key'])
    expect(problemOf(() => optionalIdempotencyKey(headers(key)))).toEqual([422, 'Idempotency-Key'])
  }
})

test('a missing key is refused only where one is needed', () => {
  expect(problemOf(() => requiredIdempotencyKey(new Headers()))).toEqual([422, 'Idempotency-Key'])
  expect(optionalIdempotencyKey(new Headers())).toBeUndefined()
})
