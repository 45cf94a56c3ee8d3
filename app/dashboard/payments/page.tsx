import { PaymentList } from '@/components/payments/payment-list'
import { requirePageUser } from '@/lib/auth'

export const metadata = { title: 'Payments' }

export default async function PaymentsPage() {
  await requirePageUser('/dashboard/payments', 'STAFF')
  return <PaymentList />
}
