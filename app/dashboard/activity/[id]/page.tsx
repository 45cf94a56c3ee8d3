import { EventScreen } from '@/components/activity/event-screen'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Event' }

export default async function EventPage({ params }: { params: Promise<{ id: string }> }) {
  const { id } = await params
  await requirePageUser(`/dashboard/activity/${id}`, 'FOUNDER')
  return <EventScreen id={id} />
}
