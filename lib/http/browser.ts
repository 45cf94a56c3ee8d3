/** A failed call as the page shows it: a sentence for people and the id that finds it in the logs. */
export class ApiError extends Error {
  readonly status: number
  readonly requestId: string | undefined
  readonly code: string | undefined
  /** How long the server asks to wait before the next try (429 and 503). */
  readonly retryAfterSeconds: number | undefined
  readonly problems: readonly { detail: string; pointer: string }[]

  constructor(
    message: string,
    details: {
      status: number
      requestId?: string
      code?: string
      retryAfterSeconds?: number
      problems?: { detail: string; pointer: string }[]
    },
  ) {
    super(message)
    this.name = 'ApiError'
    this.status = details.status
    this.requestId = details.requestId
    this.code = details.code
    this.retryAfterSeconds = details.retryAfterSeconds
    this.problems = details.problems ?? []
  }

  /** The sentence for one field of a form (`/email`), if that field was refused. */
  problemAt(pointer: string): string | undefined {
    return this.problems.find((problem) => problem.pointer === pointer)?.detail
  }
}

type CallOptions = {
  method?: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  body?: unknown
  headers?: Record<string, string>
  signal?: AbortSignal
}

const timeoutMs = 20_000

/** Calls our own API. Throws ApiError with a sentence that may be shown, also when the network is away. */
export async function api<T>(path: string, options: CallOptions = {}): Promise<T> {
  const response = await send(path, options)
  if (response.ok) return (await response.json()) as T
  throw await errorOf(response)
}

async function send(path: string, { method = 'GET', body, headers, signal }: CallOptions): Promise<Response> {
  const timeout = AbortSignal.timeout(timeoutMs)
  try {
    return await fetch(path, {
      method,
      headers: {
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
  } catch (cause) {
    if (signal?.aborted) throw cause
    throw new ApiError('Daybook could not be reached. Check your connection.', { status: 0 })
  }
}

async function errorOf(response: Response): Promise<ApiError> {
  const requestId = response.headers.get('x-request-id')
  const problem: unknown = await response.json().catch(() => null)
  const known =
    problem !== null && typeof problem === 'object'
      ? new Map<string, unknown>(Object.entries(problem))
      : new Map<string, unknown>()
  const text = (key: string) => (typeof known.get(key) === 'string' ? String(known.get(key)) : undefined)
  const problems = known.get('errors')
  const code = text('code')
  const retryAfter = Number.parseInt(response.headers.get('retry-after') ?? '', 10)
  return new ApiError(text('detail') ?? `Daybook answered with status ${response.status}.`, {
    status: response.status,
    ...(requestId === null ? {} : { requestId }),
    ...(code === undefined ? {} : { code }),
    ...(retryAfter > 0 ? { retryAfterSeconds: retryAfter } : {}),
    ...(Array.isArray(problems) ? { problems } : {}),
  })
}

async function csrfToken(): Promise<string> {
  return (await api<{ csrfToken: string }>('/api/auth/csrf')).csrfToken
}

async function postForm(path: string, fields: Record<string, string>): Promise<Response> {
  return fetch(path, {
    method: 'POST',
    body: new URLSearchParams({ ...fields, csrfToken: await csrfToken(), json: 'true' }),
  })
}

/** Signs in with e-mail and password. Throws ApiError: 401 wrong, 429 locked out for a while. */
export async function signIn(email: string, password: string): Promise<void> {
  const response = await postForm('/api/auth/callback/credentials', { email, password })
  if (!response.ok) throw await errorOf(response)
}

/** Ends this browser's session and goes to the sign-in page. */
export async function signOut(): Promise<void> {
  await postForm('/api/auth/signout', {})
  window.location.assign('/sign-in')
}
