/** ISO 8601: 1 is Monday. */
export const weekdays = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'].map(
  (name, index) => ({ value: String(index + 1), day: index + 1, name }),
)

/** The name of a day, 1 to 7. */
export function weekdayName(day: number): string {
  return weekdays.find((known) => known.day === day)?.name ?? ''
}
