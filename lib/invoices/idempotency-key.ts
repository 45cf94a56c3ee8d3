import { AppError } from '../errors'

const header = 'Idempotency-Key'

/** The request's Idempotency-Key. Throws INVALID_INPUT when it is missing or malformed. */
export function requiredIdempotencyKey(headers: Headers): string {
  const key = optionalIdempotencyKey(headers)
  if (key === undefined) throw wrongKey('Send an Idempotency-Key, so that a repeated request is not done twice')
  return key
}

/** The same where a request may come without one. Throws INVALID_INPUT when it is malformed. */
export function optionalIdempotencyKey(headers: Headers): string | undefined {
  const key = headers.get(header)
  if (key === null) return undefined
  if (!/^[\x20-\x7e]{8,128}$/.test(key)) throw wrongKey('An Idempotency-Key is 8 to 128 printable ASCII characters')
  return key
}

/** For a key that already stands for another request. */
export function reusedKey(): AppError {
  return wrongKey('This Idempotency-Key was used for another request')
}

function wrongKey(detail: string): AppError {
  return new AppError('INVALID_INPUT', `${detail}.`, { problems: [{ detail, pointer: header }] })
}
