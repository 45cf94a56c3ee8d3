import { hourMs, minuteMs } from '../../clock'

/** What a minute was. `unknown`: before Daybook was first started, or still to come. */
export const minuteStates = ['unknown', 'up', 'degraded', 'down', 'maintenance'] as const
export type MinuteState = (typeof minuteStates)[number]

/** The minutes of an hour, one bit for each, the lowest for the first. */
export type HourOfMinutes = {
  at: Date
  healthy: bigint
  degraded: bigint
  unhealthy: bigint
  maintenance: bigint
}

/** One minute after the other, each as its index in `minuteStates`: 90 days are 129,600 bytes. */
export type Minutes = { from: Date; states: Uint8Array }

const [, up, degraded, down, maintenance] = [0, 1, 2, 3, 4] as const

/**
 * The minutes from `from` up to (and without) the one that is still running at `now`. A minute that nobody looked at is
 * down, unless it lies before the first one that anybody ever looked at (`firstAt`); one under planned maintenance is
 * that, whatever else it was. `from` is the beginning of a minute.
 */
export function minutesFrom(
  hours: readonly HourOfMinutes[],
  { from, now, firstAt }: { from: Date; now: Date; firstAt: Date | null },
): Minutes {
  const length = Math.max(0, Math.floor((now.getTime() - from.getTime()) / minuteMs))
  const states = new Uint8Array(length)
  if (!firstAt) return { from, states }
  states.fill(down, Math.max(0, Math.floor((firstAt.getTime() - from.getTime()) / minuteMs)))
  for (const hour of hours) {
    const offset = (hour.at.getTime() - from.getTime()) / minuteMs
    if (offset >= length || hour.at.getTime() + hourMs <= from.getTime()) continue
    // The worst stands last; maintenance is what it is, whatever was found in it.
    mark(states, offset, hour.healthy, up)
    mark(states, offset, hour.degraded, degraded)
    mark(states, offset, hour.unhealthy, down)
    mark(states, offset, hour.maintenance, maintenance)
  }
  // What was planned before anybody was there is nothing that happened.
  states.fill(0, 0, Math.max(0, Math.min(length, Math.floor((firstAt.getTime() - from.getTime()) / minuteMs))))
  return { from, states }
}

/** In two halves, because arithmetic on numbers is many times as quick as on bigint. */
function mark(states: Uint8Array, offset: number, bits: bigint, state: number): void {
  if (bits === 0n) return
  markHalf(states, offset, Number(bits & 0x3fff_ffffn), state)
  markHalf(states, offset + 30, Number((bits >> 30n) & 0x3fff_ffffn), state)
}

function markHalf(states: Uint8Array, offset: number, bits: number, state: number): void {
  for (let rest = bits, index = offset; rest !== 0; rest >>>= 1, index += 1)
    if (rest & 1 && index >= 0 && index < states.length) states[index] = state
}
