/** In place of `lib/alerts/deliver/retry-schedule.ts`: tries again at once, for ever. */
export const retryDelaysMs: readonly number[] = []
export const maxRetryAfterMs = 0
export const nextDelayMs = () => 100
