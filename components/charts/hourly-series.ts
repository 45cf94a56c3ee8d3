export interface HourlyPoint {
  /** Start of the hour, ISO. */
  hour: string
  /** All events of the hour, errors and warnings among them. */
  total: number
  errors: number
  warnings: number
}

/** From the baseline up. */
export const series = [
  { key: 'errors', label: 'Errors', color: 'var(--chart-error)' },
  { key: 'warnings', label: 'Warnings', color: 'var(--chart-warning)' },
  { key: 'info', label: 'Other events', color: 'var(--chart-info)' },
] as const

/** What is neither error nor warning. */
export function infoOf(point: HourlyPoint): number {
  return Math.max(0, point.total - point.errors - point.warnings)
}
