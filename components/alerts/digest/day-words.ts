/** "Friday, 27 November 2026" of a calendar day, which has no time zone. */
export function longDay(day: string): string {
  return format(day, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' })
}

/** "Fri 27 Nov". */
export function shortDay(day: string): string {
  return format(day, { weekday: 'short', day: 'numeric', month: 'short' }).replace(',', '')
}

function format(day: string, options: Intl.DateTimeFormatOptions): string {
  return new Intl.DateTimeFormat('en-GB', { ...options, timeZone: 'UTC' }).format(new Date(`${day}T00:00:00Z`))
}

/** "+50 %", "−12 %", "as before", "new" against the day before. */
export function changeWords(count: number, dayBefore: number): string {
  if (dayBefore === 0) return 'new'
  const percent = Math.round((count / dayBefore - 1) * 100)
  if (percent === 0) return 'as before'
  return `${percent > 0 ? '+' : '−'}${Math.abs(percent)} %`
}
