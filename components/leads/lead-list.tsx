'use client'

import { Inbox, Plus } from 'lucide-react'
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useCallback, useState } from 'react'
import { Button } from '@/components/ui/button'
import type { EmptyStateProps } from '@/components/ui/empty-state'
import { ListEnd } from '@/components/ui/list-end'
import { PageHeader } from '@/components/ui/page-header'
import { rowsPerPage, usePagedQuery } from '@/components/ui/paged-query'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { SearchField } from '@/components/ui/search-field'
import { Select } from '@/components/ui/select'
import { TableSkeleton } from '@/components/ui/table-skeleton'
import { ThumbBar } from '@/components/ui/thumb-bar'
import { wordsOf } from '@/components/ui/words'
import { leadStatuses } from './lead-status'
import { LeadTable } from './lead-table'
import { NewLeadDialog } from './new-lead-dialog'
import { leadsQuery } from './queries'

const inAddress = {
  search: parseAsString.withDefault(''),
  status: parseAsStringLiteral(leadStatuses),
  rows: parseAsInteger.withDefault(rowsPerPage),
}

const statusOptions = [
  { value: 'all', label: 'All statuses' },
  ...leadStatuses.map((status) => ({ value: status, label: wordsOf(status) })),
] as const

/** Everybody who asked, newest first. Search, filter and length are in the address. */
export function LeadList() {
  const [{ search, status, rows }, setAddress] = useQueryStates(inAddress)
  const [isAdding, setAdding] = useState(false)
  const { query, loadMore } = usePagedQuery(leadsQuery({ search, status }, rows), (shown) =>
    setAddress({ rows: shown }),
  )
  const onSearch = useCallback((text: string) => void setAddress({ search: text, rows: null }), [setAddress])
  const isFiltered = search !== '' || status !== null
  const newLead = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden="true" />
      New lead
    </Button>
  )

  return (
    <>
      <PageHeader
        title="Leads"
        description="Everybody who asked about a course, newest first."
        actions={<ThumbBar>{newLead}</ThumbBar>}
      />
      <div className="mb-4 flex gap-2 max-sm:flex-col">
        <SearchField
          label="Search leads"
          placeholder="Name, e-mail, phone or course"
          value={search}
          onSearch={onSearch}
          className="sm:w-80"
        />
        <Select
          aria-label="Status"
          options={statusOptions}
          value={status ?? 'all'}
          onValueChange={(value) => void setAddress({ status: value === 'all' ? null : value, rows: null })}
          className="sm:w-44"
        />
      </div>
      <Panel flush className="max-sm:mb-16">
        <QueryView
          query={query}
          noun="the leads"
          skeleton={<TableSkeleton columns={6} />}
          empty={
            isFiltered
              ? nothingFound(() => void setAddress(null))
              : {
                  icon: Inbox,
                  title: 'No leads yet',
                  description: 'Add the first person who asked about a course.',
                  action: newLead,
                }
          }
        >
          {(leads) => (
            <>
              <LeadTable leads={leads} />
              <ListEnd
                shown={leads.length}
                nouns={['lead', 'leads']}
                hasMore={query.hasNextPage}
                pending={query.isFetchingNextPage}
                onMore={() => void loadMore()}
              />
            </>
          )}
        </QueryView>
      </Panel>
      <NewLeadDialog open={isAdding} onOpenChange={setAdding} />
    </>
  )
}

function nothingFound(showAll: () => void): EmptyStateProps {
  return {
    icon: Inbox,
    title: 'No lead matches',
    description: 'Nobody fits this search and status.',
    action: <Button onClick={showAll}>Show all leads</Button>,
  }
}
