import { dehydrate, HydrationBoundary, QueryClient } from '@tanstack/react-query'
import { EvidenceScreen } from '@/components/evidence/evidence-screen'
import { evidenceQuery } from '@/components/evidence/queries'
import { getEvidence } from '@/lib/audit/ledger'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Evidence' }

/** The answer comes with the page, so that it is the first thing painted. */
export default async function EvidencePage() {
  await requirePageUser('/dashboard/evidence', 'FOUNDER')
  const client = new QueryClient()
  // A failed prefetch is left out, and the browser asks again.
  await client.prefetchQuery({ ...evidenceQuery(), queryFn: () => getEvidence() })
  return (
    <HydrationBoundary state={dehydrate(client)}>
      <EvidenceScreen />
    </HydrationBoundary>
  )
}
