import { absoluteTime } from '@/components/ui/format-time'
import { SeriesSwatch } from './hourly-legend'
import { type HourlyPoint, infoOf, series } from './hourly-series'

const count = new Intl.NumberFormat('en')

/** The numbers of the hour under the pointer or the keyboard cursor. */
export function HourlyTooltip({ active, point }: { active: boolean; point: HourlyPoint | undefined }) {
  if (!active || !point) return null
  const values = { errors: point.errors, warnings: point.warnings, info: infoOf(point) }
  return (
    <div className="rounded-md border border-line-strong bg-raised px-3 py-2 text-sm shadow-pop">
      <p className="font-medium text-fg">{absoluteTime(new Date(point.hour).getTime(), 'datetime').slice(0, -3)}</p>
      <ul className="mt-1 grid gap-0.5">
        {series.toReversed().map((each) => (
          <li key={each.key} className="flex items-center gap-2 text-fg-muted">
            <SeriesSwatch color={each.color} />
            {each.label}
            <span className="ms-auto ps-4 text-fg tabular-nums">{count.format(values[each.key])}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
