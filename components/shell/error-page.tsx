'use client'

import Link from 'next/link'
import { useEffect, useState } from 'react'
import { Button } from '@/components/ui/button'
import { RequestId } from '@/components/ui/error-state'
import { pageIds, reportBrowserError } from './browser-errors'
import { NoticePage } from './notice-page'

export interface ErrorPageProps {
  /** What was thrown; in production a server error brings only its digest. */
  error: unknown
  retry: () => void
  backHref: string
  /** Where it leads, after "Back to". */
  backLabel: string
  standalone?: boolean
}

/** A page that broke: never the error's own words, which may be internal, but the id under which the server logged it. */
export function ErrorPage({ error, retry, backHref, backLabel, standalone }: ErrorPageProps) {
  // Known to the browser only, and the server may have rendered this page: it is filled in afterwards.
  const [reference, setReference] = useState<Reference>()
  useEffect(() => {
    // oxlint-disable-next-line react/set-state-in-effect -- once, for what only the browser knows
    setReference(referenceOf(error))
    reportBrowserError(error)
  }, [error])
  return (
    <NoticePage
      code="Something broke"
      title="This page could not be shown"
      standalone={standalone ?? false}
      actions={
        <>
          <Button variant="primary" onClick={retry}>
            Try again
          </Button>
          <Button asChild>
            <Link href={backHref}>Back to {backLabel}</Link>
          </Button>
        </>
      }
      footer={reference && <RequestId {...reference} />}
    >
      The failure is on our side and has been written down. What you saved before is safe.
    </NoticePage>
  )
}

type Reference = { id: string; label?: string }

/** The request that failed, else the one that brought this page, else the number that log and trail have beside the error. */
function referenceOf(error: unknown): Reference | undefined {
  if (error instanceof Error && 'requestId' in error && typeof error.requestId === 'string')
    return { id: error.requestId }
  const ids = pageIds()
  if (ids) return { id: ids.requestId }
  const hasDigest = error instanceof Error && 'digest' in error && typeof error.digest === 'string'
  return hasDigest ? { id: String(error.digest), label: 'Reference' } : undefined
}
