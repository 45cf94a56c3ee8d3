/** Where the time comes from. Passed in wherever a test or a backfill needs another time. */
export type Clock = () => Date

export const systemClock: Clock = () => new Date()

let lastMs = Number.NaN
let lastText = ''

/** `toISOString`, remembered for the last millisecond: events come many to one, and each is written more than once. */
export function isoText(at: Date): string {
  const ms = at.getTime()
  if (ms !== lastMs) {
    lastText = at.toISOString()
    lastMs = ms
  }
  return lastText
}

export const secondMs = 1_000
export const minuteMs = 60 * secondMs
export const hourMs = 60 * minuteMs
export const dayMs = 24 * hourMs
