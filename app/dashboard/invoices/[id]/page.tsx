import { notFound } from 'next/navigation'
import { InvoicePage } from '@/components/invoices/invoice-page'
import { PaymentsOf } from '@/components/payments/payments-of'
import { requirePageUser } from '@/lib/auth'
import { InvoiceParams } from '@/lib/invoices/contract'

export const metadata = { title: 'Invoice' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const given = await params
  await requirePageUser(`/dashboard/invoices/${given.id}`, 'STAFF')
  const { data } = InvoiceParams.safeParse(given)
  if (!data) notFound()
  return <InvoicePage id={data.id} payments={<PaymentsOf invoiceId={data.id} />} />
}
