import { secondMs } from '../../clock'

/** A time that somebody waits: `850 ms`, `2.4 s`, `30 s`. */
export function waitText(ms: number): string {
  if (ms < secondMs) return `${Math.round(ms)} ms`
  const seconds = ms / secondMs
  return `${seconds < 10 ? Math.round(seconds * 10) / 10 : Math.round(seconds)} s`
}
