import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { AppShell } from '@/components/shell/app-shell'
import { findPageUser } from '@/lib/auth'
import { hasSampleData } from '@/lib/members'

/** The shell around every signed-in page. It is no guard of roles: each page checks access itself. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const user = await findPageUser()
  if (!user) redirect(`/sign-in?next=${encodeURIComponent((await headers()).get('x-daybook-address') ?? '/')}`)
  const { name, email, role } = user
  return (
    <AppShell user={{ name, email, role }} sampleNotice={role === 'FOUNDER' && (await hasSampleData())}>
      {children}
    </AppShell>
  )
}
