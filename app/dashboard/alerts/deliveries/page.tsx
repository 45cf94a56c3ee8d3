import { DeliveriesScreen } from '@/components/alerts/deliveries/deliveries-screen'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Deliveries' }

export default async function DeliveriesPage() {
  await requirePageUser('/dashboard/alerts/deliveries', 'FOUNDER')
  return <DeliveriesScreen />
}
