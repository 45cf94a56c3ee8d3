import { SloScreen } from '@/components/health/slo/slo-screen'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Service levels' }

export default async function ServiceLevelsPage() {
  await requirePageUser('/dashboard/health/service-levels', 'FOUNDER')
  return <SloScreen />
}
