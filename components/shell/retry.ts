/** Nobody waits longer than this in front of a page; it then says how long it would take. */
const longestWaitSeconds = 120
const limitedTries = 3

/**
 * Whether a failed query is asked again. A refusal (4xx) is an answer: asking again changes nothing. Being too early (429) passes by
 * itself, so it is waited for. Anything else is asked once more.
 */
export function shouldRetry(failures: number, error: Error): boolean {
  const status = 'status' in error && typeof error.status === 'number' ? error.status : 0
  if (status === 429) return failures < limitedTries && secondsToWait(error) <= longestWaitSeconds
  return failures < 1 && !(status >= 400 && status < 500)
}

/** As long as the server asks for, and a little more for each try, so that many open pages do not come back together. */
export function retryDelayMs(failures: number, error: Error): number {
  const seconds = secondsToWait(error)
  return seconds > 0 ? (seconds + Math.random()) * 1_000 : Math.min(1_000 * 2 ** failures, 30_000)
}

function secondsToWait(error: Error): number {
  return 'retryAfterSeconds' in error && typeof error.retryAfterSeconds === 'number' ? error.retryAfterSeconds : 0
}
