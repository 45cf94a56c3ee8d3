/** Where the time comes from. Passed in wherever a test or a backfill needs another time. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()

export const secondMs = 1_000
export const minuteMs = 60 * secondMs
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
