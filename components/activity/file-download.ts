import { ApiError } from '@/lib/http/browser'

/** A file of our own API that has begun to come. Throws ApiError with the server's sentence when it is refused. */
export async function requestFile(path: string, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(path, signal ? { signal } : {}).catch((cause: unknown) => {
    if (signal?.aborted) throw cause
    throw new ApiError('Daybook could not be reached. Check your connection.', { status: 0 })
  })
  if (response.ok) return response
  const problem: unknown = await response.json().catch(() => null)
  throw fileError(response, detailOf(problem) ?? `Daybook answered with status ${response.status}.`)
}

/** A failure of this answer, with the id that finds it in the logs. */
export function fileError(response: Response, message: string): ApiError {
  const requestId = response.headers.get('x-request-id')
  return new ApiError(message, { status: response.status, ...(requestId !== null && { requestId }) })
}

function detailOf(problem: unknown): string | undefined {
  if (typeof problem !== 'object' || problem === null || !('detail' in problem)) return undefined
  return typeof problem.detail === 'string' ? problem.detail : undefined
}

/** The name the server gave the file, or another one. */
export function fileNameOf(response: Response, otherwise: string): string {
  return /filename="([^"/\\]+)"/.exec(response.headers.get('content-disposition') ?? '')?.[1] ?? otherwise
}

/** Hands a whole file to the browser's downloads. */
export function saveFile(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // Not at once: the browser reads it after this has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000)
}
