'use client'

import { type InfiniteData, infiniteQueryOptions, keepPreviousData, useInfiniteQuery } from '@tanstack/react-query'

/** How many rows a list begins with and grows by. */
export const rowsPerPage = 20
/** The most rows one answer may hold. */
const maxRows = 200

interface Page<Item> {
  items: Item[]
  nextCursor: string | null
}

interface PageParam {
  limit: number
  cursor?: string
}

export interface PagedQuery<Item> {
  queryKey: readonly unknown[]
  /** Asks for one page, with `limit` and maybe `cursor` as query string. */
  fetchPage: (paging: PageParam, signal: AbortSignal) => Promise<Page<Item>>
  /** Rows the address asks for: a reload or the back button shows as many as were seen before. */
  rows: number
}

/** Query options of a list that is read by cursor; its data are the rows of all pages so far. */
export function pagedQueryOptions<Item>({ queryKey, fetchPage, rows }: PagedQuery<Item>) {
  const initialPageParam: PageParam = { limit: Math.min(Math.max(rows, rowsPerPage), maxRows) }
  return infiniteQueryOptions({
    queryKey,
    queryFn: ({ pageParam, signal }) => fetchPage(pageParam, signal),
    initialPageParam,
    getNextPageParam: ({ nextCursor }): PageParam | undefined =>
      nextCursor === null ? undefined : { limit: rowsPerPage, cursor: nextCursor },
    select: (data: InfiniteData<Page<Item>, PageParam>) => data.pages.flatMap((page) => page.items),
    placeholderData: keepPreviousData,
  })
}

/** The rows of a list, with a way to more of them. `onRows` hears how many are shown, for the address. */
export function usePagedQuery<Item>(
  options: ReturnType<typeof pagedQueryOptions<Item>>,
  onRows: (rows: number) => void,
) {
  const query = useInfiniteQuery(options)
  async function loadMore() {
    const { data, isError } = await query.fetchNextPage()
    if (data && !isError) onRows(data.length)
  }
  return { query, loadMore }
}

/** A query string of what is set, without the question mark. */
export function queryString(values: Record<string, string | number | null | undefined>): string {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== null && value !== '')
  return new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString()
}
