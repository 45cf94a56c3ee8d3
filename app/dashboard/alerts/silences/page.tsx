import { SilencesScreen } from '@/components/alerts/silences/silences-screen'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Silences' }

export default async function SilencesPage() {
  await requirePageUser('/dashboard/alerts/silences', 'FOUNDER')
  return <SilencesScreen />
}
