'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { QueryView } from '@/components/ui/query-view'
import { Skeleton } from '@/components/ui/skeleton'
import { type ChannelName, channelNamesQuery } from './queries'

/** The channels there are, or the way to the first one. */
export function ChannelChoice({ children }: { children: (channels: readonly ChannelName[]) => ReactNode }) {
  const query = useQuery(channelNamesQuery())
  return (
    <QueryView
      query={query}
      noun="the channels"
      skeleton={<Skeleton className="h-9 w-full max-w-sm" />}
      empty={
        <p className="text-fg-muted">
          There is no channel yet, so nobody can be told.{' '}
          <Link href="/dashboard/alerts/channels" className="text-accent-fg underline underline-offset-4">
            Add the first one
          </Link>
          .
        </p>
      }
    >
      {children}
    </QueryView>
  )
}

export const channelLabel = ({ name, type, isEnabled }: ChannelName) =>
  `${name} (${type}${isEnabled ? '' : ', switched off'})`
