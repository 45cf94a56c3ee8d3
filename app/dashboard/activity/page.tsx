import { ActivityScreen } from '@/components/activity/activity-screen'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Activity' }

export default async function ActivityPage() {
  await requirePageUser('/dashboard/activity', 'FOUNDER')
  return <ActivityScreen />
}
