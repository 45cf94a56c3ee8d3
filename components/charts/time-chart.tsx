'use client'

import { CartesianGrid, Line, LineChart, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { absoluteTime } from '@/components/ui/format-time'
import { SeriesSwatch } from './hourly-legend'

export interface TimeSeries {
  key: string
  label: string
  color: string
}

export interface TimePoint {
  /** ISO. */
  at: string
  /** By the key of the series; null where nothing was measured, which leaves a gap. */
  values: Readonly<Record<string, number | null>>
}

export interface TimeChartProps {
  points: readonly TimePoint[]
  series: readonly TimeSeries[]
  /** Names the picture: "Response times, last 24 hours". */
  label: string
  /** After each number, such as "ms". */
  unit: string
  /** What a step of the axis is. */
  step: 'hour' | 'day'
  /** Whose days they are; the viewer's clock without one. */
  timeZone?: string | undefined
}

const axisText = { fontSize: 11, fill: 'var(--fg-subtle)', fontFamily: 'var(--font-geist-mono)' }
const compact = new Intl.NumberFormat('en', { notation: 'compact' })
const exact = new Intl.NumberFormat('en', { maximumFractionDigits: 1 })

/** Lines over time with gaps where nothing was measured. Never animates, because it is redrawn every minute. */
export function TimeChart(props: TimeChartProps) {
  const { points, series, label, unit } = props
  const name = namesOf(props)
  return (
    <div className="flex h-52 flex-col gap-2">
      <div className="min-h-0 flex-1">
        <ResponsiveContainer width="100%" height="100%" minWidth={0}>
          <LineChart
            data={points.map(({ at, values }) => ({ at, ...values }))}
            margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
            accessibilityLayer
            role="application"
            aria-label={`${label}. Arrow keys walk the time; a table follows.`}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="at"
              tickFormatter={name.short}
              tick={axisText}
              tickLine={false}
              axisLine={{ stroke: 'var(--line-strong)' }}
              minTickGap={32}
              interval="preserveStartEnd"
            />
            <YAxis
              width={56}
              tick={axisText}
              tickLine={false}
              axisLine={false}
              tickCount={4}
              tickFormatter={(value: number) => `${compact.format(value)}\u00a0${unit}`}
            />
            <Tooltip
              cursor={{ stroke: 'var(--line-strong)' }}
              isAnimationActive={false}
              content={({ active, label: at }) => {
                const point = active ? points.find((each) => each.at === at) : undefined
                return point ? <Tip point={point} title={name.long(point.at)} series={series} unit={unit} /> : null
              }}
            />
            {series.map(({ key, label: word, color }) => (
              <Line
                key={key}
                dataKey={key}
                name={word}
                stroke={color}
                strokeWidth={1.75}
                dot={points.length < 3}
                type="monotone"
                isAnimationActive={false}
              />
            ))}
          </LineChart>
        </ResponsiveContainer>
      </div>
      <ul aria-label="Legend" className="flex flex-wrap gap-x-4 gap-y-1 ps-14 text-fg-muted text-xs">
        {series.map(({ key, label: word, color }) => (
          <li key={key} className="flex items-center gap-1.5">
            <SeriesSwatch color={color} />
            {word}
          </li>
        ))}
      </ul>
      <TimeTable {...props} nameOf={name.long} />
    </div>
  )
}

function namesOf({ step, timeZone }: TimeChartProps) {
  const hour = (at: string) => absoluteTime(new Date(at).getTime(), 'time').slice(0, 5)
  const day = (at: string) => absoluteTime(new Date(at).getTime(), 'date', timeZone)
  return step === 'hour'
    ? { short: hour, long: (at: string) => absoluteTime(new Date(at).getTime(), 'minute') }
    : { short: (at: string) => day(at).replace(/ \d{4}$/, ''), long: day }
}

type TipProps = { point: TimePoint; title: string } & Pick<TimeChartProps, 'series' | 'unit'>

function Tip({ point, title, series, unit }: TipProps) {
  return (
    <div className="rounded-md border border-line-strong bg-raised px-3 py-2 text-sm shadow-pop">
      <p className="font-medium text-fg">{title}</p>
      <ul className="mt-1 grid gap-0.5">
        {series.map(({ key, label, color }) => (
          <li key={key} className="flex items-center gap-2 text-fg-muted">
            <SeriesSwatch color={color} />
            {label}
            <span className="ms-auto ps-4 text-fg tabular-nums">{valueText(point.values[key] ?? null, unit)}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}

const valueText = (value: number | null, unit: string) => (value === null ? 'none' : `${exact.format(value)} ${unit}`)

/** The chart's numbers for those who do not see it. */
function TimeTable({ points, series, label, unit, nameOf }: TimeChartProps & { nameOf: (at: string) => string }) {
  return (
    <div className="sr-only">
      <table>
        <caption>{label}</caption>
        <thead>
          <tr>
            <th scope="col">Time</th>
            {series.map(({ key, label: word }) => (
              <th key={key} scope="col">
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map(({ at, values }) => (
            <tr key={at}>
              <th scope="row">{nameOf(at)}</th>
              {series.map(({ key }) => (
                <td key={key}>{valueText(values[key] ?? null, unit)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
