import { RulePage } from '@/components/alerts/rules/rule-page'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Alert rule' }

export default async function Page({ params }: { params: Promise<{ name: string }> }) {
  const { name } = await params
  await requirePageUser(`/dashboard/alerts/rules/${name}`, 'FOUNDER')
  return <RulePage name={name} />
}
