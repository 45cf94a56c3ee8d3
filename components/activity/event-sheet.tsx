'use client'

import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Maximize2 } from 'lucide-react'
import Link from 'next/link'
import { parseAsString, useQueryState } from 'nuqs'
import { useCallback, useEffect, useRef } from 'react'
import { Badge } from '@/components/ui/badge'
import { Button } from '@/components/ui/button'
import { QueryView } from '@/components/ui/query-view'
import { Sheet, SheetContent } from '@/components/ui/sheet'
import { Skeleton } from '@/components/ui/skeleton'
import { Time } from '@/components/ui/time'
import type { AuditEvent } from '@/lib/audit/contract'
import { EventDetails } from './event-details'
import { eventQuery, knownEvent } from './queries'
import { severityLook } from './severity'
import { SourceBadge } from './source-badge'
import { sentenceOf } from './words'

/** Which event's details are open: `?event=` in the URL, so that "back" closes them. */
export function useOpenEvent() {
  const [openId, setOpenId] = useQueryState('event', parseAsString.withOptions({ history: 'push', scroll: false }))
  const wasOpenedHere = useRef(false)
  const opener = useRef<Element | null>(null)

  // There is no trigger element that the dialog could know: the focus goes back to what was pressed.
  useEffect(() => {
    if (openId !== null) return
    if (opener.current instanceof HTMLElement) opener.current.focus({ preventScroll: true })
    opener.current = null
  }, [openId])

  const open = useCallback(
    (id: string) => {
      wasOpenedHere.current = true
      opener.current = document.activeElement
      void setOpenId(id)
    },
    [setOpenId],
  )
  const close = useCallback(() => {
    if (wasOpenedHere.current) window.history.back()
    else void setOpenId(null, { history: 'replace' })
    wasOpenedHere.current = false
  }, [setOpenId])

  return { openId, open, close }
}

/** The details of one event over the list they were opened from. */
export function EventSheet({ openId, onClose }: { openId: string | null; onClose: () => void }) {
  return (
    <Sheet open={openId !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      {openId !== null && <OpenEvent key={openId} id={openId} />}
    </Sheet>
  )
}

function OpenEvent({ id }: { id: string }) {
  const client = useQueryClient()
  const query = useQuery(eventQuery(id, knownEvent(client, id)))
  return (
    <SheetContent
      title={query.data ? sentenceOf(query.data) : 'Event'}
      meta={query.data && <EventMeta event={query.data} />}
      className="max-sm:h-dvh max-sm:rounded-none"
      footer={
        <Button asChild>
          <Link href={`/dashboard/activity/${id}`}>
            <Maximize2 aria-hidden="true" />
            Open as a page
          </Link>
        </Button>
      }
    >
      <QueryView query={query} noun="the event" skeleton={<EventDetailsSkeleton />}>
        {(event) => <EventDetails event={event} />}
      </QueryView>
    </SheetContent>
  )
}

/** How grave, from which source and how long ago. */
export function EventMeta({ event }: { event: AuditEvent }) {
  const { word, tone, icon: Icon } = severityLook[event.severity]
  return (
    <>
      <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
        {word}
      </Badge>
      <SourceBadge source={event.source} />
      <Time iso={event.occurredAt} />
    </>
  )
}

/** The shape of the details to come. */
export function EventDetailsSkeleton() {
  return (
    <div className="grid gap-6">
      <Skeleton className="h-5 w-4/5" />
      {[4, 3].map((rows) => (
        <div key={rows} className="grid gap-3">
          <Skeleton className="h-3 w-20" />
          {Array.from({ length: rows }, (_, row) => (
            <div key={row} className="flex gap-6">
              <Skeleton className="w-20" />
              <Skeleton className="w-1/2" />
            </div>
          ))}
        </div>
      ))}
    </div>
  )
}
