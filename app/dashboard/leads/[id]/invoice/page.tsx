import { notFound } from 'next/navigation'
import { NewInvoice } from '@/components/invoices/new-invoice'
import { requirePageUser } from '@/lib/auth'
import { LeadParams } from '@/lib/leads/contract'

export const metadata = { title: 'New invoice' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const given = await params
  await requirePageUser(`/dashboard/leads/${given.id}/invoice`, 'STAFF')
  const { data } = LeadParams.safeParse(given)
  if (!data) notFound()
  return <NewInvoice leadId={data.id} />
}
