import { notFound } from 'next/navigation'
import { AlertPage } from '@/components/alerts/alert-page'
import { AlertParams } from '@/lib/alerts/contract'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Alert' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const given = await params
  await requirePageUser(`/dashboard/alerts/${given.id}`, 'FOUNDER')
  const { data } = AlertParams.safeParse(given)
  if (!data) notFound()
  return <AlertPage id={data.id} />
}
