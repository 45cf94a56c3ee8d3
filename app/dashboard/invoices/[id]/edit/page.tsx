import { notFound } from 'next/navigation'
import { EditInvoice } from '@/components/invoices/edit-invoice'
import { requirePageUser } from '@/lib/auth'
import { InvoiceParams } from '@/lib/invoices/contract'

export const metadata = { title: 'Edit invoice' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const given = await params
  await requirePageUser(`/dashboard/invoices/${given.id}/edit`, 'STAFF')
  const { data } = InvoiceParams.safeParse(given)
  if (!data) notFound()
  return <EditInvoice id={data.id} />
}
