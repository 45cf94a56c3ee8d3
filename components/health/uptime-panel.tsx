'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { minutesInWords } from '@/components/ui/duration'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { Skeleton } from '@/components/ui/skeleton'
import { StatTile } from '@/components/ui/stat-tile'
import { Time } from '@/components/ui/time'
import type { Tone } from '@/components/ui/tone'
import { counted } from '@/components/ui/words'
import { type HealthHistory, type HealthRange } from '@/lib/health/contract'
import { minutesText, percentText, rangeWords } from './health-words'
import { UptimeBars } from './uptime-bars'

export const ranges = ['24h', '7d', '30d', '90d'] as const satisfies readonly HealthRange[]

export interface UptimePanelProps {
  query: UseQueryResult<HealthHistory>
  range: HealthRange
  onRange: (range: HealthRange) => void
}

/** How much of the time Daybook was there: four numbers, and bars of one range. */
export function UptimePanel({ query, range, onRange }: UptimePanelProps) {
  return (
    <Panel
      title="Uptime"
      description="A minute that nobody looked at counts as down, planned maintenance as neither."
      actions={
        <SegmentedControl
          aria-label="Range"
          segments={ranges.map((value) => ({ value, label: rangeWords[value].short }))}
          value={range}
          onValueChange={onRange}
        />
      }
    >
      <QueryView query={query} noun="the uptime" skeleton={<UptimeSkeleton />}>
        {(history) => <Uptime history={history} />}
      </QueryView>
    </Panel>
  )
}

function Uptime({ history }: { history: HealthHistory }) {
  const { bars, range, timeZone, uptime, minutes, firstAt } = history
  if (firstAt === null)
    return (
      <p className="text-fg-muted">
        Nothing has been measured yet. Once a minute Daybook looks whether it is well; the first bar appears within two
        minutes. If WORKER is off here, start a process with “npx daybook worker”.
      </p>
    )
  return (
    <div className="grid grid-cols-1 gap-4">
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {ranges.map((each) => (
          <StatTile
            key={each}
            label={rangeWords[each].short}
            value={percentText(uptime[each] ?? null)}
            tone={toneOf(uptime[each] ?? null)}
          />
        ))}
      </div>
      <UptimeBars bars={bars} range={range} timeZone={timeZone} />
      <p className="text-fg-muted">
        In {rangeWords[range].long}: {minutesText(minutes) || 'up all the time'}.{' '}
        {new Date(firstAt) > new Date(history.from) && (
          <>
            Measured since <Time iso={firstAt} format="minute" />.
          </>
        )}
      </p>
      <Outages history={history} />
    </div>
  )
}

/** What people expect of a service: three nines are well, two are not. */
function toneOf(percent: number | null): Tone {
  if (percent === null || percent >= 99.9) return 'neutral'
  return percent >= 99 ? 'warning' : 'error'
}

function Outages({ history: { outages } }: { history: HealthHistory }) {
  if (outages.length === 0) return null
  return (
    <details className="rounded-md border border-line">
      <summary className="flex min-h-11 cursor-pointer items-center px-3 font-medium text-fg text-sm">
        {outages.length === 10 ? 'The last ten outages' : counted(outages.length, 'outage')}
      </summary>
      <ul aria-label="Outages" className="divide-y divide-line border-line border-t">
        {outages.map(({ from, to, minutes }) => (
          <li key={from} className="flex flex-wrap justify-between gap-x-4 px-3 py-2 text-sm">
            <Time iso={from} format="minute" className="text-fg" />
            <span className="text-fg-muted">
              {minutesInWords(minutes)}
              {to === null && ', still going on'}
            </span>
          </li>
        ))}
      </ul>
    </details>
  )
}

function UptimeSkeleton() {
  return (
    <div className="grid gap-4">
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-4">
        {Array.from({ length: 4 }, (_, tile) => (
          <Skeleton key={tile} className="h-[4.5rem] rounded-lg" />
        ))}
      </div>
      <Skeleton className="h-10" />
      <Skeleton className="h-4 w-2/3" />
    </div>
  )
}
