import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import { ChannelsScreen } from '@/components/alerts/channels/channels-screen'
import { channelsQuery } from '@/components/alerts/channels/queries'
import { listChannels } from '@/lib/alerts/channels'
import { requirePageUser } from '@/lib/auth'
import { systemContext } from '@/lib/context'

export const metadata = { title: 'Alert channels' }

/** The list comes with the page, so that whether anybody would be told is the first thing painted. */
export default async function ChannelsPage() {
  await requirePageUser('/dashboard/alerts/channels', 'FOUNDER')
  const client = new QueryClient()
  // A failed prefetch is left out, and the browser asks again.
  await client.prefetchQuery({ ...channelsQuery(), queryFn: () => listChannels(systemContext('page')) })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <ChannelsScreen />
    </HydrationBoundary>
  )
}
