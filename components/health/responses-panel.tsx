'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { TimeChart } from '@/components/charts/time-chart.lazy'
import { cn } from '@/components/ui/cn'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { Skeleton } from '@/components/ui/skeleton'
import { type Tone, toneFill } from '@/components/ui/tone'
import type { HealthHistory } from '@/lib/health/contract'
import { rangeWords } from './health-words'

const classes = [
  { key: 'good', label: 'Good', hint: 'within 200 ms', tone: 'success' },
  { key: 'acceptable', label: 'Acceptable', hint: '200 to 500 ms', tone: 'warning' },
  { key: 'poor', label: 'Poor', hint: 'above 500 ms', tone: 'error' },
] as const satisfies readonly { key: string; label: string; hint: string; tone: Tone }[]

const series = [
  { key: 'p50', label: 'Half of the requests within', color: 'var(--chart-3)' },
  { key: 'p95', label: '95 % within', color: 'var(--chart-1)' },
  { key: 'p99', label: '99 % within', color: 'var(--chart-5)' },
]

const number = new Intl.NumberFormat('en')

/** How long people waited for answers. */
export function ResponsesPanel({ query }: { query: UseQueryResult<HealthHistory> }) {
  return (
    <Panel title="Response times" description="Of all processes; probes and streams are left out.">
      <QueryView query={query} noun="the response times" skeleton={<Skeleton className="h-72" />}>
        {(history) => <Responses history={history} />}
      </QueryView>
    </Panel>
  )
}

function Responses({ history }: { history: HealthHistory }) {
  const { responses, points, range, timeZone } = history
  const all = responses.good + responses.acceptable + responses.poor
  if (all === 0) return <p className="text-fg-muted">No request in {rangeWords[range].long}.</p>
  return (
    <div className="grid grid-cols-1 gap-4">
      <p className="text-pretty text-fg">{sentenceOf(responses, all)}</p>
      <div aria-hidden="true" className="flex h-2.5 gap-px overflow-hidden rounded-full bg-sunken">
        {classes.map(({ key, tone }) => (
          <span key={key} className={toneFill[tone]} style={{ width: `${(100 * responses[key]) / all}%` }} />
        ))}
      </div>
      <dl className="grid grid-cols-3 gap-2 text-sm">
        {classes.map(({ key, label, hint, tone }) => (
          <div key={key}>
            <dt className="flex items-center gap-1.5 text-fg">
              <span aria-hidden="true" className={cn('size-2 rounded-[1px]', toneFill[tone])} />
              {label}
            </dt>
            <dd className="text-fg-muted tabular-nums">
              {shareText(responses[key], all)}
              <span className="block text-xs">{hint}</span>
            </dd>
          </div>
        ))}
      </dl>
      <TimeChart
        label={`Response times, ${rangeWords[range].long}`}
        points={points.map(({ at, p50Ms, p95Ms, p99Ms }) => ({ at, values: { p50: p50Ms, p95: p95Ms, p99: p99Ms } }))}
        series={series}
        unit="ms"
        step={range === '24h' || range === '7d' ? 'hour' : 'day'}
        timeZone={timeZone}
      />
    </div>
  )
}

function sentenceOf({ p50Ms, p95Ms }: HealthHistory['responses'], all: number): string {
  const class95 = (p95Ms ?? 0) < 200 ? 'good' : (p95Ms ?? 0) <= 500 ? 'acceptable' : 'poor'
  return `Half of ${number.format(all)} requests were answered within ${p50Ms ?? 0} ms, and 95 % within ${p95Ms ?? 0} ms, which is ${class95}.`
}

/** "12.3 %"; a few of many are not none, and nearly all are not all. */
function shareText(part: number, all: number): string {
  const percent = (100 * part) / all
  if (part > 0 && percent < 0.1) return '< 0.1 %'
  if (part < all && percent > 99.9) return '> 99.9 %'
  return `${percent.toLocaleString('en', { maximumFractionDigits: 1 })} %`
}
