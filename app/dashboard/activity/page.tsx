import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import { ActivityScreen } from '@/components/activity/activity-screen'
import { newestQuery, statsQuery } from '@/components/activity/queries'
import { getStats, listEvents } from '@/lib/audit'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Activity' }

/** What the verdict needs comes with the page, so that it is the first thing painted; the rest is asked for there. */
export default async function ActivityPage() {
  await requirePageUser('/dashboard/activity', 'FOUNDER')
  const client = new QueryClient()
  // A failed prefetch is left out, and the browser asks again.
  await Promise.all([
    client.prefetchQuery({ ...statsQuery(), queryFn: () => getStats() }),
    client.prefetchQuery({ ...newestQuery('CRITICAL'), queryFn: () => newest('CRITICAL') }),
    client.prefetchQuery({ ...newestQuery('ERROR'), queryFn: () => newest('ERROR') }),
  ])
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ActivityScreen />
    </HydrationBoundary>
  )
}

async function newest(severity: 'CRITICAL' | 'ERROR') {
  const { data } = await listEvents({ severity: [severity], page: 1, limit: 1 })
  return data[0] ?? null
}
