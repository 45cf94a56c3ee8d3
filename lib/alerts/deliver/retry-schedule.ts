import { dayMs, hourMs, minuteMs, secondMs } from '../../clock'

/** Waiting times before the second to the ninth attempt (contracts.md §6). After the last one a delivery is dead. */
export const retryDelaysMs = [
  5 * secondMs,
  30 * secondMs,
  2 * minuteMs,
  10 * minuteMs,
  30 * minuteMs,
  hourMs,
  3 * hourMs,
  6 * hourMs,
] as const

/** Part of the waiting time by which it is varied, so that a service that comes back is not called by all at once. */
const jitter = 0.1
/** A service that asks for more than this is not taken at its word. */
export const maxRetryAfterMs = dayMs

/**
 * Milliseconds until the next attempt after `attempts` failed ones, or undefined when there is none. What the service asked
 * for (`Retry-After`) is honoured where it is longer. `random` is from 0 to 1.
 */
export function nextDelayMs(attempts: number, retryAfterMs: number | undefined, random: number): number | undefined {
  const delayMs = retryDelaysMs[attempts - 1]
  if (delayMs === undefined) return undefined
  const varied = delayMs * (1 - jitter + 2 * jitter * random)
  return Math.round(Math.max(varied, Math.min(retryAfterMs ?? 0, maxRetryAfterMs)))
}
