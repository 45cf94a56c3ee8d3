const units = [
  { limit: 60, size: 1, unit: 's' },
  { limit: 3600, size: 60, unit: 'min' },
  { limit: 86_400, size: 3600, unit: 'h' },
  { limit: 604_800, size: 86_400, unit: 'd' },
] as const

/** "now", "4 s ago", "12 min ago", "in 3 h"; null beyond a week, where a date says more. */
export function relativeTime(thenMs: number, nowMs: number): string | null {
  const seconds = Math.round(Math.abs(nowMs - thenMs) / 1000)
  if (seconds < 2) return 'now'
  const step = units.find((candidate) => seconds < candidate.limit)
  if (!step) return null
  const text = `${Math.floor(seconds / step.size)} ${step.unit}`
  return thenMs > nowMs ? `in ${text}` : `${text} ago`
}

/** `minute` is for what was planned to the minute. */
export type TimeStyle = 'datetime' | 'minute' | 'date' | 'time'

const styles: Record<TimeStyle, Intl.DateTimeFormatOptions> = {
  datetime: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' },
  minute: { day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
  date: { day: 'numeric', month: 'short', year: 'numeric' },
  time: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
}

/** "20 Nov 2026, 23:57:04" in a time zone; the runtime's own when none is named. */
export function absoluteTime(ms: number, style: TimeStyle, timeZone?: string): string {
  const options = { ...styles[style], hourCycle: 'h23' as const, ...(timeZone && { timeZone }) }
  return new Intl.DateTimeFormat('en-GB', options).format(ms)
}

/** "2026-11-20 23:57:04.123 UTC": the exact instant, for titles. */
export function exactUtc(ms: number): string {
  return `${new Date(ms).toISOString().replace('T', ' ').slice(0, -1)} UTC`
}
