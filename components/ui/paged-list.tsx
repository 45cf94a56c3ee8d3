'use client'

import type { LucideIcon } from 'lucide-react'
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryState, useQueryStates } from 'nuqs'
import { type ReactNode, useCallback } from 'react'
import { Button } from './button'
import type { EmptyStateProps } from './empty-state'
import { ListEnd } from './list-end'
import { type pagedQueryOptions, rowsPerPage, usePagedQuery } from './paged-query'
import { Panel } from './panel'
import { QueryView } from './query-view'
import { SearchField } from './search-field'
import { Select } from './select'
import { TableSkeleton } from './table-skeleton'
import { wordsOf } from './words'

export interface PagedListProps<Row, Value extends string> {
  /** How one and many of the rows are called: `['invoice', 'invoices']`. */
  nouns: readonly [one: string, many: string]
  icon: LucideIcon
  searchHint: string
  /** The one closed set to filter by; `name` is its parameter in the address and its label. */
  filter: { name: string; values: readonly Value[] }
  queryOf: (search: string, value: Value | null, rows: number) => ReturnType<typeof pagedQueryOptions<Row>>
  /** What to say and do while there is nothing at all. */
  empty: EmptyStateProps
  className?: string
  children: (rows: Row[]) => ReactNode
}

const inAddress = { search: parseAsString.withDefault(''), rows: parseAsInteger.withDefault(rowsPerPage) }

/** A list read by cursor, newest first, with search and one filter. Search, filter and length are in the address. */
export function PagedList<Row, Value extends string>(props: PagedListProps<Row, Value>) {
  const { nouns, icon, searchHint, filter, queryOf, empty, className, children } = props
  const [one, many] = nouns
  const [{ search, rows }, setAddress] = useQueryStates(inAddress)
  const [value, setValue] = useQueryState(filter.name, parseAsStringLiteral(filter.values))
  const { query, loadMore } = usePagedQuery(queryOf(search, value, rows), (shown) => setAddress({ rows: shown }))
  const onSearch = useCallback((text: string) => void setAddress({ search: text, rows: null }), [setAddress])
  const choose = (chosen: Value | null) => {
    void setValue(chosen)
    void setAddress({ rows: null })
  }
  const showAll = () => {
    void setValue(null)
    void setAddress(null)
  }
  const options = [
    { value: 'all', label: `All ${filter.name === 'status' ? 'statuses' : `${filter.name}s`}` },
    ...filter.values.map((known) => ({ value: known, label: wordsOf(known) })),
  ]
  const nothingFound: EmptyStateProps = {
    icon,
    title: `No ${one} matches`,
    description: `Nothing fits this search and ${filter.name}.`,
    action: <Button onClick={showAll}>Show all {many}</Button>,
  }

  return (
    <>
      <div className="mb-4 flex gap-2 max-sm:flex-col">
        <SearchField
          label={`Search ${many}`}
          placeholder={searchHint}
          value={search}
          onSearch={onSearch}
          className="sm:w-80"
        />
        <Select
          aria-label={wordsOf(filter.name)}
          options={options}
          value={value ?? 'all'}
          onValueChange={(chosen) => choose(filter.values.find((known) => known === chosen) ?? null)}
          className="sm:w-44"
        />
      </div>
      <Panel flush {...(className === undefined ? {} : { className })}>
        <QueryView
          query={query}
          noun={`the ${many}`}
          skeleton={<TableSkeleton columns={6} />}
          empty={search !== '' || value !== null ? nothingFound : empty}
        >
          {(shown) => (
            <>
              {children(shown)}
              <ListEnd
                shown={shown.length}
                nouns={[one, many]}
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
