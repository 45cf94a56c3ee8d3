import { toAppError } from '../db'
import { AppError, isAppError } from '../errors'

/** True for a refusal that the caller can understand and act on: not a failure of ours. */
export function isRefusal(error: unknown): error is AppError {
  return isAppError(error) && error.status < 500
}

/** What the caller is told of an unexpected failure: that the database is away, or `sentence`. */
export function failureOf(error: unknown, sentence: string): AppError {
  const known = toAppError(error)
  if (isAppError(known) && known.code === 'UNAVAILABLE') return known
  return new AppError('INTERNAL', sentence, { cause: error })
}
