import { redirect } from 'next/navigation'
import { homePath, nextPath } from '@/components/auth/paths'
import { SignInScreen } from '@/components/auth/sign-in-screen'
import { findPageUser } from '@/lib/auth'

export const metadata = { title: 'Sign in' }

/** Who is signed in already goes straight on. The start page knows each person's own page. */
export default async function SignInPage({ searchParams }: { searchParams: Promise<{ next?: string | string[] }> }) {
  const next = nextPath((await searchParams).next)
  const user = await findPageUser()
  if (user) redirect(next ?? homePath(user.role))
  return <SignInScreen next={next ?? '/'} />
}
