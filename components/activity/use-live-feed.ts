'use client'

import { type UseQueryResult, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState, useSyncExternalStore } from 'react'
import type { LiveState } from '@/components/ui/live-status'
import type { StreamState } from './event-stream'
import type { Feed } from './feed'
import type { ActivityFilters } from './filters'
import { followFeed } from './live-feed'
import { feedQuery, quietRefreshMs, refreshMs } from './queries'

export interface LiveFeed {
  feed: UseQueryResult<Feed>
  state: LiveState
  /** How often the panels beside the feed are to be asked for. */
  refetchInterval: number | false
}

/**
 * The feed of these filters, told by a stream. Without one it is asked for every few seconds; on a hidden tab and on
 * request nothing comes at all. A browser has six connections for all tabs of a site, so a hidden one keeps none.
 */
export function useLiveFeed(filters: ActivityFilters, isPaused: boolean): LiveFeed {
  const client = useQueryClient()
  const isHidden = useIsHidden()
  const [stream, setStream] = useState<StreamState | 'connecting'>('connecting')
  const isOff = isPaused || isHidden
  const refetchInterval = isOff ? false : stream === 'open' ? quietRefreshMs : refreshMs
  const feed = useQuery({ ...feedQuery(filters), refetchInterval })
  const hasData = feed.data !== undefined

  useEffect(() => {
    if (isOff || !hasData) return
    const stop = followFeed(client, filters, setStream)
    return () => {
      stop()
      setStream('connecting')
    }
  }, [client, filters, isOff, hasData])

  return { feed, state: isOff ? 'paused' : stateOf(stream, feed), refetchInterval }
}

function stateOf(stream: StreamState | 'connecting', { data, error }: UseQueryResult<Feed>): LiveState {
  const isWhole = data !== undefined && data.waiting === null
  if (stream === 'open' && isWhole) return 'live'
  if (error) return 'disconnected'
  return stream === 'lost' ? 'polling' : 'connecting'
}

function listenToVisibility(listener: () => void): () => void {
  document.addEventListener('visibilitychange', listener)
  return () => document.removeEventListener('visibilitychange', listener)
}

function useIsHidden(): boolean {
  return useSyncExternalStore(
    listenToVisibility,
    () => document.visibilityState === 'hidden',
    () => false,
  )
}
