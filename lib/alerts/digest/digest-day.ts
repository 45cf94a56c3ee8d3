import { addDays, type Day, instantOf } from '../../wall-clock'

/** A calendar day of the company, from midnight to midnight on its wall: 23 to 25 hours. */
export type DigestDay = { day: Day; timeZone: string; from: Date; to: Date; before: Date }

export function digestDay(day: Day, timeZone: string): DigestDay {
  const midnight = (of: Day) => instantOf(of, 0, timeZone)
  return { day, timeZone, from: midnight(day), to: midnight(addDays(day, 1)), before: midnight(addDays(day, -1)) }
}
