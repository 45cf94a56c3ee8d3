/** The closed set of failures that callers outside may tell apart. */
export type ErrorCode =
  | 'MALFORMED_REQUEST'
  | 'UNAUTHENTICATED'
  | 'FORBIDDEN'
  | 'NOT_FOUND'
  | 'METHOD_NOT_ALLOWED'
  | 'CONFLICT'
  | 'PAYLOAD_TOO_LARGE'
  | 'UNSUPPORTED_MEDIA_TYPE'
  | 'INVALID_INPUT'
  | 'HEADERS_TOO_LARGE'
  | 'RATE_LIMITED'
  | 'UNAVAILABLE'
  | 'INTERNAL'

/** The only table from code to HTTP status and title (RFC 9457). */
export const errorTable = {
  MALFORMED_REQUEST: { status: 400, title: 'Malformed request' },
  UNAUTHENTICATED: { status: 401, title: 'Not signed in' },
  FORBIDDEN: { status: 403, title: 'Not allowed' },
  NOT_FOUND: { status: 404, title: 'Not found' },
  METHOD_NOT_ALLOWED: { status: 405, title: 'Method not allowed' },
  CONFLICT: { status: 409, title: 'Conflict' },
  PAYLOAD_TOO_LARGE: { status: 413, title: 'Payload too large' },
  UNSUPPORTED_MEDIA_TYPE: { status: 415, title: 'Unsupported media type' },
  INVALID_INPUT: { status: 422, title: 'Invalid input' },
  HEADERS_TOO_LARGE: { status: 431, title: 'Address or headers too large' },
  RATE_LIMITED: { status: 429, title: 'Too many requests' },
  UNAVAILABLE: { status: 503, title: 'Service unavailable' },
  INTERNAL: { status: 500, title: 'Internal error' },
} as const satisfies Record<ErrorCode, { status: number; title: string }>

/** One wrong place in the input. `pointer` is a JSON pointer (body) or `?name` (query). */
export type InputProblem = { detail: string; pointer: string }

/**
 * A failure with a sentence that may be shown to anyone (`publicMessage`) and a cause that may not.
 * `headers` go onto the HTTP answer (`Allow`, `Retry-After`).
 */
export class AppError extends Error {
  readonly code: ErrorCode
  readonly publicMessage: string
  readonly problems: readonly InputProblem[]
  readonly headers: Readonly<Record<string, string>>

  constructor(
    code: ErrorCode,
    publicMessage: string,
    options: { cause?: unknown; problems?: readonly InputProblem[]; headers?: Record<string, string> } = {},
  ) {
    super(publicMessage, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'AppError'
    this.code = code
    this.publicMessage = publicMessage
    this.problems = options.problems ?? []
    this.headers = options.headers ?? {}
  }

  get status(): number {
    return errorTable[this.code].status
  }
}

/** True for an error thrown by any copy of this module: Next bundles routes and instrumentation apart. */
export function isAppError(error: unknown): error is AppError {
  return error instanceof AppError || (error instanceof Error && error.name === 'AppError' && 'publicMessage' in error)
}
