'use client'

import type { UseQueryResult } from '@tanstack/react-query'
import { isValidElement, type ReactNode } from 'react'
import { Button } from './button'
import { Callout } from './callout'
import { EmptyState, type EmptyStateProps } from './empty-state'
import { ErrorState } from './error-state'
import { SkeletonRows } from './skeleton'

/** The part of a TanStack query that is looked at; any `useQuery` or `useInfiniteQuery` result fits. */
export type ViewedQuery<Data> = Pick<
  UseQueryResult<Data, Error>,
  'data' | 'error' | 'failureReason' | 'isFetching' | 'isPlaceholderData'
> & { refetch: () => Promise<unknown> }

export interface QueryViewProps<Data> {
  query: ViewedQuery<Data>
  /** What is loaded, in the middle of a sentence: "the invoices". */
  noun: string
  /** Stands while there is nothing yet; give it the shape of what comes. */
  skeleton?: ReactNode
  /** When the data counts as nothing; an empty array does by itself. */
  isEmpty?: (data: Data) => boolean
  /** What to say then. Without it, empty data goes to `children`. */
  empty?: EmptyStateProps | ReactNode
  children: (data: Data) => ReactNode
}

/**
 * The one way to show a query: skeleton, error with retry and request id, empty with a next step, data. Once there
 * is data it stays: refetching never blanks it, and a failed refetch adds a notice above it.
 */
export function QueryView<Data>(props: QueryViewProps<Data>) {
  const { query, noun, skeleton, children } = props
  const { data, error, isFetching } = query
  const retry = () => void query.refetch()

  if (data === undefined) {
    if (error) {
      return (
        <ErrorState
          title={`Could not load ${noun}`}
          message={error.message}
          requestId={requestIdOf(error)}
          onRetry={retry}
          retrying={isFetching}
        />
      )
    }
    return (
      <div aria-busy="true">
        <span role="status" className="sr-only">
          Loading {noun}
        </span>
        <WaitNotice error={query.failureReason} />
        {skeleton ?? <SkeletonRows />}
      </div>
    )
  }

  return (
    <>
      {error && <StaleNotice noun={noun} error={error} retry={retry} retrying={isFetching} />}
      <div aria-busy={query.isPlaceholderData} className={query.isPlaceholderData ? 'opacity-60' : undefined}>
        {props.empty && emptyOf(props, data) ? <Empty content={props.empty} /> : children(data)}
      </div>
    </>
  )
}

/** A page that waits until it may ask again says so; it goes on by itself. */
function WaitNotice({ error }: { error: Error | null }) {
  if (!error || !('status' in error) || error.status !== 429) return null
  const seconds = 'retryAfterSeconds' in error ? Number(error.retryAfterSeconds) : 1
  return (
    <Callout tone="info" role="status" className="m-2 py-2">
      Daybook was asked too often in a short time. This page goes on by itself in about {seconds} s.
    </Callout>
  )
}

function emptyOf<Data>({ isEmpty }: QueryViewProps<Data>, data: Data): boolean {
  return isEmpty ? isEmpty(data) : Array.isArray(data) && data.length === 0
}

function Empty({ content }: { content: EmptyStateProps | ReactNode }) {
  return isEmptyStateProps(content) ? <EmptyState {...content} /> : content
}

function isEmptyStateProps(content: EmptyStateProps | ReactNode): content is EmptyStateProps {
  return typeof content === 'object' && content !== null && 'title' in content && !isValidElement(content)
}

function StaleNotice(props: { noun: string; error: Error; retry: () => void; retrying: boolean }) {
  const requestId = requestIdOf(props.error)
  return (
    <Callout
      tone="warning"
      role="status"
      className="m-2 py-2"
      action={
        <Button size="sm" onClick={props.retry} pending={props.retrying}>
          Try again
        </Button>
      }
    >
      Showing {props.noun} as last loaded. {props.error.message}
      {requestId && <span className="ms-1.5 font-mono text-fg-muted text-xs">{requestId}</span>}
    </Callout>
  )
}

function requestIdOf(error: Error): string | undefined {
  return 'requestId' in error && typeof error.requestId === 'string' ? error.requestId : undefined
}
