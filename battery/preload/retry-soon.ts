/** In place of `lib/alerts/deliver/retry-schedule.ts`: tries again at once, for ever. */
export const retryDelaysMs: readonly number[] = []
export const nextDelayMs = () => 100
