'use client'

import { useQuery } from '@tanstack/react-query'
import { minutesInWords } from '@/components/ui/duration'
import { PageHeader } from '@/components/ui/page-header'
import { QueryView } from '@/components/ui/query-view'
import { Skeleton } from '@/components/ui/skeleton'
import { Verdict } from '@/components/ui/verdict'
import type { SloReport } from '@/lib/slo/contract'
import { HealthTabs } from '../health-tabs'
import { CorrectionsPanel } from './corrections-panel'
import { MonthsPanel } from './months-panel'
import { sloQuery } from './queries'
import { SloCards } from './slo-cards'
import { sloVerdict } from './slo-words'
import { TargetsForm } from './targets-form'

/** What is promised, what of it is kept, and what may still go wrong. */
export function SloScreen() {
  const query = useQuery(sloQuery())
  return (
    <>
      <PageHeader title="Service levels" description="What you promise, what was kept, and what may still go wrong." />
      <HealthTabs />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <QueryView query={query} noun="the service levels" skeleton={<SloSkeleton />}>
          {(report) => <Report report={report} />}
        </QueryView>
        <CorrectionsPanel />
        <MonthsPanel />
      </div>
    </>
  )
}

function Report({ report }: { report: SloReport }) {
  const { tone, title } = sloVerdict(report.items)
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Verdict tone={tone} title={title} pending="Counting the last 30 days">
        <p className="text-fg">
          The last 30 days. {leftOutText(report)} {burnText(report)}
        </p>
      </Verdict>
      <SloCards items={report.items} />
      <TargetsForm targets={report.targets} />
    </div>
  )
}

/** "Left out: 30 min of planned maintenance and 8 min of corrections." */
function leftOutText({ excludedMinutes: { maintenance, corrections } }: SloReport): string {
  const parts = [
    maintenance > 0 && `${minutesInWords(maintenance)} of planned maintenance`,
    corrections > 0 && `${minutesInWords(corrections)} of corrections`,
  ].filter(Boolean)
  return parts.length === 0 ? '' : `Left out: ${parts.join(' and ')}.`
}

/** How long what is left would last if requests went on failing as in the last hour. */
function burnText({ burn }: SloReport): string {
  const [hour] = burn
  if (!hour || hour.errors === 0) return 'No request failed in the last hour.'
  const rate = Number(hour.rate.toPrecision(2)).toLocaleString('en')
  return `In the last hour requests failed ${rate} times as fast as the target allows.`
}

function SloSkeleton() {
  return (
    <div className="grid gap-4">
      <Skeleton className="h-[5.25rem] rounded-lg" />
      <div className="grid gap-4 lg:grid-cols-3">
        {Array.from({ length: 3 }, (_, card) => (
          <Skeleton key={card} className="h-56 rounded-lg" />
        ))}
      </div>
      <Skeleton className="h-48 rounded-lg" />
    </div>
  )
}
