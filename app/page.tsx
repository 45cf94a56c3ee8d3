import { redirect } from 'next/navigation'
import { homePath } from '@/components/auth/paths'
import { findPageUser } from '@/lib/auth'

/** Nothing stands here: everybody is sent to where they start. */
export default async function StartPage() {
  const user = await findPageUser()
  redirect(user ? homePath(user.role) : '/sign-in')
}
