import { TrailScreen } from '@/components/activity/trail-screen'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Trail' }

export default async function TrailPage({ params }: { params: Promise<{ entityType: string; entityId: string }> }) {
  // Next hands a page its parameters as they stand in the address.
  const { entityType, entityId } = await params
  await requirePageUser(`/dashboard/activity/trail/${entityType}/${entityId}`, 'FOUNDER')
  return <TrailScreen entityType={decodeURIComponent(entityType)} entityId={decodeURIComponent(entityId)} />
}
