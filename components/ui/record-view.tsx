'use client'

import { FileQuestion } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { BackLink } from './back-link'
import { Button } from './button'
import { PageHeader } from './page-header'
import { Panel } from './panel'
import { QueryView, type ViewedQuery } from './query-view'
import { Skeleton } from './skeleton'

export interface RecordViewProps<Data> {
  query: ViewedQuery<Data>
  /** What it is, as a title while it loads: "Lead". */
  kind: string
  /** The list it belongs to. */
  back: { href: string; label: string }
  /** Stands while there is nothing yet, under the title. */
  skeleton?: ReactNode
  /** The whole page of the record, its header included. */
  children: (data: Data) => ReactNode
}

/** The page of one record. It has a heading and a way back in every state: loading, failed, gone. */
export function RecordView<Data>({ query, kind, back, skeleton, children }: RecordViewProps<Data>) {
  const noun = `this ${kind.toLowerCase()}`
  if (query.data !== undefined) {
    return (
      <QueryView query={query} noun={noun}>
        {children}
      </QueryView>
    )
  }
  const isGone = query.error !== null && 'status' in query.error && query.error.status === 404
  return (
    <>
      <PageHeader eyebrow={<BackLink href={back.href}>{back.label}</BackLink>} title={kind} />
      {isGone ? (
        <Gone noun={noun} back={back} />
      ) : query.error ? (
        <Panel>
          <QueryView query={query} noun={noun}>
            {children}
          </QueryView>
        </Panel>
      ) : (
        <QueryView query={query} noun={noun} skeleton={skeleton ?? <RecordSkeleton />}>
          {children}
        </QueryView>
      )}
    </>
  )
}

function Gone({ noun, back }: { noun: string; back: { href: string; label: string } }) {
  return (
    <Panel>
      <div className="flex flex-col items-center px-6 py-12 text-center">
        <FileQuestion className="mb-4 size-8 text-fg-subtle" strokeWidth={1.5} aria-hidden="true" />
        <p className="font-medium text-fg text-lg">There is no record of {noun}</p>
        <p className="mt-1 max-w-md text-fg-muted">It may have been deleted, or the link is incomplete.</p>
        <Button asChild className="mt-5">
          <Link href={back.href}>All {back.label.toLowerCase()}</Link>
        </Button>
      </div>
    </Panel>
  )
}

function RecordSkeleton() {
  return (
    <div className="grid grid-cols-1 gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
      {[5, 4].map((rows) => (
        <div key={rows} className="h-fit rounded-lg border border-line bg-surface shadow-panel">
          <div className="flex h-12 items-center border-line border-b px-4">
            <Skeleton className="w-24" />
          </div>
          <div className="grid gap-4 p-4">
            {Array.from({ length: rows }, (_, row) => (
              <div key={row} className="flex gap-6">
                <Skeleton className="w-24 shrink-0" />
                <Skeleton className={row % 2 === 0 ? 'w-2/5' : 'w-3/5'} />
              </div>
            ))}
          </div>
        </div>
      ))}
    </div>
  )
}
