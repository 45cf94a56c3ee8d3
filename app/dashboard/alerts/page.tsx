import { AlertsScreen } from '@/components/alerts/alerts-screen'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Alerts' }

export default async function AlertsPage() {
  await requirePageUser('/dashboard/alerts', 'FOUNDER')
  return <AlertsScreen />
}
