'use client'

import { GraduationCap } from 'lucide-react'
import Link from 'next/link'
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useCallback } from 'react'
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
import { wordsOf } from '@/components/ui/words'
import { studentsQuery } from './queries'
import { studentStatuses } from './student-status'
import { StudentTable } from './student-table'

const inAddress = {
  search: parseAsString.withDefault(''),
  status: parseAsStringLiteral(studentStatuses),
  rows: parseAsInteger.withDefault(rowsPerPage),
}

const statusOptions = [
  { value: 'all', label: 'All statuses' },
  ...studentStatuses.map((status) => ({ value: status, label: wordsOf(status) })),
] as const

const noStudents: EmptyStateProps = {
  icon: GraduationCap,
  title: 'No students yet',
  description: 'A lead becomes a student with the first payment: open its invoice and press “Pay and convert”.',
  action: (
    <Button variant="primary" asChild>
      <Link href="/dashboard/invoices">Go to invoices</Link>
    </Button>
  ),
}

/** All students, newest first. Search, filter and length are in the address. */
export function StudentList() {
  const [{ search, status, rows }, setAddress] = useQueryStates(inAddress)
  const { query, loadMore } = usePagedQuery(studentsQuery({ search, status }, rows), (shown) =>
    setAddress({ rows: shown }),
  )
  const onSearch = useCallback((text: string) => void setAddress({ search: text, rows: null }), [setAddress])
  const isFiltered = search !== '' || status !== null

  return (
    <>
      <PageHeader title="Students" description="Everybody who paid and enrolled, newest first." />
      <div className="mb-4 flex gap-2 max-sm:flex-col">
        <SearchField
          label="Search students"
          placeholder="Name, e-mail, number or course"
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
      <Panel flush>
        <QueryView
          query={query}
          noun="the students"
          skeleton={<TableSkeleton columns={6} />}
          empty={isFiltered ? nothingFound(() => void setAddress(null)) : noStudents}
        >
          {(students) => (
            <>
              <StudentTable students={students} />
              <ListEnd
                shown={students.length}
                nouns={['student', 'students']}
                hasMore={query.hasNextPage}
                pending={query.isFetchingNextPage}
                onMore={() => void loadMore()}
              />
            </>
          )}
        </QueryView>
      </Panel>
    </>
  )
}

function nothingFound(showAll: () => void): EmptyStateProps {
  return {
    icon: GraduationCap,
    title: 'No student matches',
    description: 'Nobody fits this search and status.',
    action: <Button onClick={showAll}>Show all students</Button>,
  }
}
