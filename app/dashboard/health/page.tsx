import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import { HealthScreen } from '@/components/health/health-screen'
import { PlainStatus } from '@/components/health/plain-status'
import { historyQuery } from '@/components/health/queries'
import { requirePageUser } from '@/lib/auth'
import { systemContext } from '@/lib/context'
import { healthHistory } from '@/lib/health'

export const metadata = { title: 'Health' }

/** Staff get the plain status; the bars come with the page for those who look after Daybook. */
export default async function HealthPage() {
  const { role } = await requirePageUser('/dashboard/health', 'STAFF')
  if (role === 'STAFF') return <PlainStatus />
  const client = new QueryClient()
  // A failed prefetch is left out, and the browser asks again.
  await client.prefetchQuery({
    ...historyQuery('24h'),
    queryFn: () => healthHistory(systemContext('health-page'), '24h'),
  })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <HealthScreen isFounder={role === 'FOUNDER'} />
    </HydrationBoundary>
  )
}
