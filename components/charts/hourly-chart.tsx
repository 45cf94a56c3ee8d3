'use client'

import { Bar, BarChart, CartesianGrid, ResponsiveContainer, Tooltip, XAxis, YAxis } from 'recharts'
import { cn } from '@/components/ui/cn'
import { HourlyLegend } from './hourly-legend'
import { type HourlyPoint, infoOf, series } from './hourly-series'
import { HourlyTable } from './hourly-table'
import { HourlyTooltip } from './hourly-tooltip'

export interface HourlyChartProps {
  /** One point per hour in time order; hours without events are in it with zeros. */
  data: readonly HourlyPoint[]
  /** Names the picture: "Events per hour, last 24 hours". */
  label: string
  className?: string
}

const hourOf = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
const compact = new Intl.NumberFormat('en', { notation: 'compact' })
const axisText = { fontSize: 11, fill: 'var(--fg-subtle)', fontFamily: 'var(--font-geist-mono)' }

/**
 * Events per hour, stacked with errors on the baseline, where hours can be compared. Screen readers get a table.
 * It never animates, because it is redrawn every few seconds. `className` sets another height.
 */
export function HourlyChart({ data, label, className }: HourlyChartProps) {
  const points = data.map((point) => ({ ...point, info: infoOf(point) }))
  return (
    <div className={cn('flex h-48 flex-col gap-2', className)}>
      <div className="min-h-0 flex-1">
        <ResponsiveContainer width="100%" height="100%" minWidth={0}>
          <BarChart
            data={points}
            margin={{ top: 8, right: 18, bottom: 0, left: 0 }}
            barCategoryGap="18%"
            accessibilityLayer
            role="application"
            aria-label={`${label}. Arrow keys walk the hours; a table follows.`}
          >
            <CartesianGrid vertical={false} stroke="var(--line)" />
            <XAxis
              dataKey="hour"
              tickFormatter={(hour: string) => hourOf.format(new Date(hour))}
              tick={axisText}
              tickLine={false}
              axisLine={{ stroke: 'var(--line-strong)' }}
              minTickGap={28}
              interval="preserveStartEnd"
            />
            <YAxis
              width={36}
              tick={axisText}
              tickLine={false}
              axisLine={false}
              allowDecimals={false}
              tickCount={4}
              tickFormatter={(value: number) => compact.format(value)}
            />
            <Tooltip
              cursor={{ fill: 'var(--hover)' }}
              isAnimationActive={false}
              content={({ active, payload }) => <HourlyTooltip active={active} point={payload?.[0]?.payload} />}
            />
            {series.map((each) => (
              <Bar
                key={each.key}
                dataKey={each.key}
                name={each.label}
                stackId="events"
                fill={each.color}
                maxBarSize={28}
                isAnimationActive={false}
              />
            ))}
          </BarChart>
        </ResponsiveContainer>
      </div>
      <HourlyLegend />
      <HourlyTable data={data} label={label} />
    </div>
  )
}
