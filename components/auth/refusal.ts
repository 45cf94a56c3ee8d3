import { ApiError } from '@/lib/http/browser'

export interface Refusal {
  message: string
  tone: 'error' | 'warning'
  /** E-mail or password is wrong, so the fields are marked. */
  isWrong: boolean
  /** For what is not the person's doing. */
  requestId?: string
  /** Makes the same sentence twice be read out twice. */
  at: number
}

/** Why signing in did not work, as one sentence. */
export function refusalOf(error: unknown, at = Date.now()): Refusal {
  if (!(error instanceof ApiError) || error.status === 0)
    return {
      message: 'Daybook could not be reached. Check your connection and try again.',
      tone: 'warning',
      isWrong: false,
      at,
    }
  const isWrong = error.status === 401
  const isOurs = error.status >= 500 && error.requestId !== undefined
  return {
    message: error.message,
    tone: isWrong ? 'error' : 'warning',
    isWrong,
    at,
    ...(isOurs && error.requestId !== undefined && { requestId: error.requestId }),
  }
}
