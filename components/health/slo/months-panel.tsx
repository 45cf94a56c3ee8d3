'use client'

import { useQuery } from '@tanstack/react-query'
import { Download } from 'lucide-react'
import { Badge } from '@/components/ui/badge'
import { buttonVariants } from '@/components/ui/button'
import { type Column, DataTable } from '@/components/ui/data-table'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { TableSkeleton } from '@/components/ui/table-skeleton'
import type { SloBudget, SloMonth } from '@/lib/slo/contract'
import { percentText } from '../health-words'
import { exportHref, sloMonthsQuery } from './queries'
import { budgetTone, statusWords } from './slo-words'

const columns: readonly Column<SloMonth>[] = [
  { key: 'month', header: 'Month', cell: (month) => monthText(month) },
  {
    key: 'availability',
    header: 'Available',
    align: 'end',
    cell: ({ availability }) => <Result budget={availability} />,
  },
  { key: 'requests', header: 'Requests', align: 'end', cell: ({ requests }) => <Result budget={requests} /> },
  { key: 'latency', header: 'Quick answers', align: 'end', cell: ({ latency }) => <Result budget={latency} /> },
]

/** What was kept, month by month. */
export function MonthsPanel() {
  const query = useQuery(sloMonthsQuery())
  return (
    <Panel
      title="Month by month"
      description="By the company’s calendar, with the targets of the time."
      flush
      actions={
        <a href={exportHref} download className={buttonVariants({ size: 'sm' })}>
          <Download aria-hidden="true" />
          Download CSV
        </a>
      }
    >
      <QueryView
        query={query}
        noun="the months"
        skeleton={<TableSkeleton rows={3} columns={4} />}
        empty={
          <p className="px-4 py-6 text-fg-muted">
            Nothing has been measured yet. The first month begins with the first minute.
          </p>
        }
      >
        {(months) => (
          <DataTable caption="Month by month" columns={columns} rows={months} rowKey={({ month }) => month} />
        )}
      </QueryView>
    </Panel>
  )
}

const name = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })

function monthText({ month, isOver }: SloMonth) {
  const text = name.format(new Date(`${month}-15T00:00:00Z`))
  return isOver ? text : `${text}, so far`
}

function Result({ budget }: { budget: SloBudget }) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap tabular-nums">
      {percentText(budget.attainedPercent)}
      <Badge tone={budgetTone(budget)}>{statusWords[budget.status]}</Badge>
    </span>
  )
}
