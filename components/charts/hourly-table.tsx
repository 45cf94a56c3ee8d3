import { absoluteTime } from '@/components/ui/format-time'
import type { HourlyPoint } from './hourly-series'

/** The chart's numbers for those who do not see it. */
export function HourlyTable({ data, label }: { data: readonly HourlyPoint[]; label: string }) {
  return (
    <div className="sr-only">
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">Hour</th>
            <th scope="col">Events</th>
            <th scope="col">Errors</th>
            <th scope="col">Warnings</th>
          </tr>
        </thead>
        <tbody>
          {data.map((point) => (
            <tr key={point.hour}>
              <th scope="row">{absoluteTime(new Date(point.hour).getTime(), 'datetime').slice(0, -3)}</th>
              <td>{point.total}</td>
              <td>{point.errors}</td>
              <td>{point.warnings}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
