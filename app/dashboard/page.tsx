import { redirect } from 'next/navigation'
import { homePath } from '@/components/auth/paths'
import { requirePageUser } from '@/lib/auth'

export default async function DashboardPage() {
  const user = await requirePageUser('/dashboard', 'STAFF')
  redirect(homePath(user.role))
}
