import { IncidentList } from '@/components/incidents/incident-list'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Incidents' }

export default async function IncidentsPage() {
  await requirePageUser('/dashboard/incidents', 'FOUNDER')
  return <IncidentList />
}
