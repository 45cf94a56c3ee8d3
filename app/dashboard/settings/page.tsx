import { SettingsScreen } from '@/components/settings/settings-screen'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Settings' }

export default async function SettingsPage() {
  await requirePageUser('/dashboard/settings', 'FOUNDER')
  return <SettingsScreen />
}
