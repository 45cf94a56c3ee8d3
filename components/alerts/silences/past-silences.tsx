'use client'

import { useState } from 'react'
import { type Column, DataTable } from '@/components/ui/data-table'
import { ListEnd } from '@/components/ui/list-end'
import { rowsPerPage, usePagedQuery } from '@/components/ui/paged-query'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { TableSkeleton } from '@/components/ui/table-skeleton'
import { Time } from '@/components/ui/time'
import type { Silence } from '@/lib/alerts/silences/contract'
import { pastSilencesQuery } from './queries'
import { scopeWords } from './window-words'

const columns: readonly Column<Silence>[] = [
  { key: 'reason', header: 'Reason', cell: ({ reason }) => <span className="break-words">{reason}</span> },
  { key: 'scope', header: 'Alerts', cell: (silence) => <span className="break-words">{scopeWords(silence)}</span> },
  { key: 'by', header: 'By', cell: ({ createdByName }) => createdByName },
  {
    key: 'from',
    header: 'From',
    cell: ({ startsAt }) => <Time iso={startsAt} format="minute" className="whitespace-nowrap text-fg-muted" />,
  },
  {
    key: 'to',
    header: 'To',
    cell: ({ endedAt, endsAt }) => (
      <span className="text-fg-muted">
        <Time iso={endedAt ?? endsAt} format="minute" className="whitespace-nowrap" />
        {endedAt && ' (ended early)'}
      </span>
    ),
  },
]

/** Silences that are over: who kept what quiet, and why. */
export function PastSilences() {
  const [rows, setRows] = useState(rowsPerPage)
  const { query, loadMore } = usePagedQuery(pastSilencesQuery(rows), setRows)
  return (
    <Panel title="Past silences" flush>
      <QueryView
        query={query}
        noun="the past silences"
        skeleton={<TableSkeleton rows={3} columns={5} />}
        empty={<p className="px-4 py-6 text-fg-muted">None yet. Silences that are over stay here.</p>}
      >
        {(silences) => (
          <>
            <DataTable caption="Past silences" columns={columns} rows={silences} rowKey={({ id }) => id} />
            <ListEnd
              shown={silences.length}
              nouns={['silence', 'silences']}
              hasMore={query.hasNextPage}
              pending={query.isFetchingNextPage}
              onMore={() => void loadMore()}
            />
          </>
        )}
      </QueryView>
    </Panel>
  )
}
