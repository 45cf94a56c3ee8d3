'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { TimeChart } from '@/components/charts/time-chart.lazy'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { Select } from '@/components/ui/select'
import { Skeleton } from '@/components/ui/skeleton'
import { StatTile } from '@/components/ui/stat-tile'
import type { Tone } from '@/components/ui/tone'
import type { HealthDetails, HealthHistory, HealthPoint } from '@/lib/health/contract'
import { rangeWords } from './health-words'

const measures = {
  cpuPercent: { label: 'Processor', unit: '%', color: 'var(--chart-1)' },
  memoryMb: { label: 'Memory', unit: 'MB', color: 'var(--chart-4)' },
  loopLagMs: { label: 'Event loop delay', unit: 'ms', color: 'var(--chart-2)' },
  databaseMs: { label: 'Database latency', unit: 'ms', color: 'var(--chart-3)' },
  diskPercent: { label: 'Fullest disk', unit: '%', color: 'var(--chart-5)' },
} as const satisfies Partial<Record<keyof HealthPoint, { label: string; unit: string; color: string }>>
type Measure = keyof typeof measures
const names = Object.keys(measures) as Measure[]

/** How busy the machine is: now, and over the range. */
export function ResourcesPanel(props: {
  details: UseQueryResult<HealthDetails>
  history: UseQueryResult<HealthHistory>
}) {
  const [shown, setShown] = useState<Measure>('cpuPercent')
  const history = props.history.data
  return (
    <Panel
      title="Resources"
      description="Of the process that looked last."
      actions={
        <Select
          aria-label="Shown over time"
          className="w-44"
          options={names.map((value) => ({ value, label: measures[value].label }))}
          value={shown}
          onValueChange={setShown}
        />
      }
    >
      <QueryView query={props.details} noun="the use of resources" skeleton={<Skeleton className="h-40" />}>
        {(details) => <Now details={details} />}
      </QueryView>
      {history && history.points.length > 0 && (
        <div className="mt-4">
          <TimeChart
            label={`${measures[shown].label}, ${rangeWords[history.range].long}`}
            points={history.points.map((point) => ({ at: point.at, values: { value: point[shown] } }))}
            series={[{ key: 'value', label: measures[shown].label, color: measures[shown].color }]}
            unit={measures[shown].unit}
            step={history.range === '24h' || history.range === '7d' ? 'hour' : 'day'}
            timeZone={history.timeZone}
          />
        </div>
      )}
    </Panel>
  )
}

function Now({ details: { lastSnapshot, pool } }: { details: HealthDetails }) {
  const value = (name: Measure) => {
    const number = lastSnapshot?.[name] ?? null
    return number === null ? '–' : `${number.toLocaleString('en')} ${measures[name].unit}`
  }
  const inUse = pool.total - pool.idle
  return (
    <div className="grid grid-cols-2 gap-2 sm:grid-cols-3">
      <StatTile label="Processor" value={value('cpuPercent')} hint="of one core" />
      <StatTile label="Memory" value={value('memoryMb')} hint="resident" />
      <StatTile
        label="Event loop"
        value={value('loopLagMs')}
        hint="delay, 99th percentile"
        tone={toneOf(lastSnapshot?.loopLagMs, 100, 500)}
      />
      <StatTile
        label="Disk"
        value={value('diskPercent')}
        hint="of the fullest"
        tone={toneOf(lastSnapshot?.diskPercent, 85, 95)}
      />
      <StatTile
        label="Database"
        value={value('databaseMs')}
        hint="for a small query"
        tone={toneOf(lastSnapshot?.databaseMs, 200, 1_000)}
      />
      <StatTile
        label="Connections"
        value={`${inUse} of ${pool.max}`}
        hint={pool.waiting > 0 ? `${pool.waiting} wait` : 'in use, nobody waits'}
        tone={pool.waiting > 0 ? 'warning' : 'neutral'}
      />
    </div>
  )
}

function toneOf(value: number | null | undefined, warning: number, error: number): Tone {
  if (value === null || value === undefined || value <= warning) return 'neutral'
  return value > error ? 'error' : 'warning'
}
