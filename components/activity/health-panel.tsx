'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { cn } from '@/components/ui/cn'
import { type Check, checkName, figureOf, responseClass, sortedChecks, statusLook } from '@/components/ui/health-checks'
import { QueryView } from '@/components/ui/query-view'
import { Skeleton } from '@/components/ui/skeleton'
import { StatusDot } from '@/components/ui/status-dot'
import { toneText } from '@/components/ui/tone'
import type { SystemHealth } from '@/lib/health/contract'
import { Fold } from './fold'

/** Whether the system itself is well: one word for all of it, one row for each check. */
export function HealthPanel({ query }: { query: UseQueryResult<SystemHealth> }) {
  return (
    <Fold title="System health" summary={query.data && <Overall health={query.data} />}>
      {() => (
        <div data-testid="health-panel">
          <QueryView query={query} noun="the system’s health" skeleton={<HealthSkeleton />}>
            {(health) => <Checks health={health} />}
          </QueryView>
        </div>
      )}
    </Fold>
  )
}

function Overall({ health }: { health: SystemHealth }) {
  const { word, tone } = statusLook[health.status]
  return (
    <span className="flex items-center gap-2">
      <StatusDot tone={tone} />
      <span className={cn('font-medium', toneText[tone])}>{word}</span>
    </span>
  )
}

function Checks({ health }: { health: SystemHealth }) {
  return (
    <>
      <ul aria-label="Health checks" className="divide-y divide-line">
        {sortedChecks(health).map(([key, check]) => (
          <CheckRow key={key} name={checkName(key)} check={check} />
        ))}
      </ul>
      <Foot health={health} />
    </>
  )
}

function CheckRow({ name, check }: { name: string; check: Check }) {
  const { word, tone } = statusLook[check.status]
  const figure = figureOf(check)
  return (
    <li className="flex items-start gap-2.5 px-4 py-2.5">
      <StatusDot tone={tone} className="mt-[7px]" />
      <div className="min-w-0 flex-1">
        <p className="flex items-baseline justify-between gap-3">
          <span className="font-medium text-fg">{name}</span>
          <span className={cn('text-sm', check.status === 'healthy' ? 'text-fg-muted' : toneText[tone])}>{word}</span>
        </p>
        {figure && <p className="break-words text-fg-muted text-sm">{figure}</p>}
      </div>
    </li>
  )
}

function Foot({ health }: { health: SystemHealth }) {
  const response = responseClass(health.responseTime)
  return (
    <p className="flex flex-wrap justify-between gap-x-4 border-line border-t px-4 py-2.5 text-fg-muted text-sm">
      {response && (
        <span>
          Answered in {response.text}, <span className={toneText[response.tone]}>{response.word}</span>
        </span>
      )}
      <span>Version {health.version}</span>
    </p>
  )
}

function HealthSkeleton() {
  return (
    <ul className="divide-y divide-line">
      {Array.from({ length: 8 }, (_, row) => (
        <li key={row} className="grid gap-2 px-4 py-3">
          <span className="flex justify-between">
            <Skeleton className="w-28" />
            <Skeleton className="w-14" />
          </span>
          <Skeleton className="h-3.5 w-3/4" />
        </li>
      ))}
    </ul>
  )
}
