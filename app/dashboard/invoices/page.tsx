import { InvoiceList } from '@/components/invoices/invoice-list'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Invoices' }

export default async function InvoicesPage() {
  await requirePageUser('/dashboard/invoices', 'STAFF')
  return <InvoiceList />
}
