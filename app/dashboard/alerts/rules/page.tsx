import { RulesScreen } from '@/components/alerts/rules/rules-screen'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Alert rules' }

export default async function RulesPage() {
  await requirePageUser('/dashboard/alerts/rules', 'FOUNDER')
  return <RulesScreen />
}
