/** Ends of a silence that are chosen with one press; `at` asks for a time. */
export const quickEnds = [
  { value: 'hour', label: '1 h' },
  { value: 'four-hours', label: '4 h' },
  { value: 'morning', label: 'Until tomorrow 08:00' },
  { value: 'at', label: 'Until…' },
] as const
export type QuickEnd = (typeof quickEnds)[number]['value']

const hourMs = 3_600_000

/** Whether an end is meant, at any time of asking. */
export const hasEnd = (chosen: QuickEnd, typed: string) => chosen !== 'at' || !Number.isNaN(Date.parse(typed))

/** The end that is meant, in the viewer's time zone; undefined while `typed` (of a datetime-local control) is no time. */
export function endOf(chosen: QuickEnd, now: Date, typed: string): Date | undefined {
  if (chosen === 'hour') return new Date(now.getTime() + hourMs)
  if (chosen === 'four-hours') return new Date(now.getTime() + 4 * hourMs)
  if (chosen === 'morning') return new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1, 8)
  const end = new Date(typed)
  return Number.isNaN(end.getTime()) ? undefined : end
}
