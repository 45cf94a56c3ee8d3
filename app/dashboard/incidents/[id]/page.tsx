import { notFound } from 'next/navigation'
import { IncidentPage } from '@/components/incidents/incident-page'
import { requirePageUser } from '@/lib/auth'
import { IncidentParams } from '@/lib/incidents/contract'

export const metadata = { title: 'Incident' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const given = await params
  await requirePageUser(`/dashboard/incidents/${given.id}`, 'FOUNDER')
  const { data } = IncidentParams.safeParse(given)
  if (!data) notFound()
  return <IncidentPage id={data.id} />
}
