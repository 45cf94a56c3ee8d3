import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import { JobsScreen } from '@/components/jobs/jobs-screen'
import { jobsQuery } from '@/components/jobs/queries'
import { requirePageUser } from '@/lib/auth'
import { listJobs } from '@/lib/jobs'

export const metadata = { title: 'Jobs' }

/** The answer comes with the page, so that it is the first thing painted. */
export default async function JobsPage() {
  await requirePageUser('/dashboard/jobs', 'FOUNDER')
  const client = new QueryClient()
  // A failed prefetch is left out, and the browser asks again.
  await client.prefetchQuery({ ...jobsQuery(), queryFn: () => listJobs() })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <JobsScreen />
    </HydrationBoundary>
  )
}
