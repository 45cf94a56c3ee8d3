import { LeadList } from '@/components/leads/lead-list'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Leads' }

export default async function LeadsPage() {
  await requirePageUser('/dashboard/leads', 'STAFF')
  return <LeadList />
}
