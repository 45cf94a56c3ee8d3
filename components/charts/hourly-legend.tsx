import { series } from './hourly-series'

/** What the colours of the chart mean, in the order of the stack. */
export function HourlyLegend() {
  return (
    <ul className="flex flex-wrap gap-x-4 gap-y-1 ps-9 text-fg-muted text-xs" aria-label="Legend">
      {series.map((each) => (
        <li key={each.key} className="flex items-center gap-1.5">
          <SeriesSwatch color={each.color} />
          {each.label}
        </li>
      ))}
    </ul>
  )
}

/** A small square in the colour of a series. */
export function SeriesSwatch({ color }: { color: string }) {
  return (
    <svg viewBox="0 0 8 8" className="size-2" aria-hidden="true">
      <rect width="8" height="8" rx="1.5" fill={color} />
    </svg>
  )
}
