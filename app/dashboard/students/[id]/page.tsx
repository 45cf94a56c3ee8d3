import { notFound } from 'next/navigation'
import { PaymentsOf } from '@/components/payments/payments-of'
import { StudentPage } from '@/components/students/student-page'
import { requirePageUser } from '@/lib/auth'
import { StudentParams } from '@/lib/students/contract'

export const metadata = { title: 'Student' }

export default async function Page({ params }: { params: Promise<{ id: string }> }) {
  const given = await params
  await requirePageUser(`/dashboard/students/${given.id}`, 'STAFF')
  const { data } = StudentParams.safeParse(given)
  if (!data) notFound()
  return <StudentPage id={data.id} payments={<PaymentsOf studentId={data.id} />} />
}
