import { notFound } from 'next/navigation'
import { ChainScreen } from '@/components/activity/chain-screen'
import { requirePageUser } from '@/lib/auth'
import { ChainParams } from '@/lib/traces/contract'

export const metadata = { title: 'What belongs together' }

export default async function ChainPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  await requirePageUser(`/dashboard/activity/correlation/${id}`, 'FOUNDER')
  const { data } = ChainParams.safeParse({ id: decoded(id) })
  if (!data) notFound()
  return <ChainScreen id={data.id} />
}

/** Pages get the parts of an address as they stand in it. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    return part
  }
}
