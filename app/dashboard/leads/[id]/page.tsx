import { notFound } from 'next/navigation'
import { LeadInvoices } from '@/components/invoices/lead-invoices'
import { LeadPage } from '@/components/leads/lead-page'
import { requirePageUser } from '@/lib/auth'
import { LeadParams } from '@/lib/leads/contract'

export const metadata = { title: 'Lead' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const given = await params
  await requirePageUser(`/dashboard/leads/${given.id}`, 'STAFF')
  const { data } = LeadParams.safeParse(given)
  if (!data) notFound()
  return <LeadPage id={data.id} invoices={<LeadInvoices leadId={data.id} />} />
}
