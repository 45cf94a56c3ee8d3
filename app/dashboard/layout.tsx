import { headers } from 'next/headers'
import { redirect } from 'next/navigation'
import type { ReactNode } from 'react'
import { AppShell } from '@/components/shell/app-shell'
import { findPageUser } from '@/lib/auth'
import { browserSentry } from '@/lib/browser-sentry'
import { hasSampleData } from '@/lib/members'

/** The shell around every signed-in page. It is no guard of roles: each page checks access itself. */
export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const user = await findPageUser()
  if (!user) redirect(`/sign-in?next=${encodeURIComponent((await headers()).get('x-daybook-address') ?? '/')}`)
  const { id, name, email, role } = user
  return (
    <>
      {/* Errors of this browser are reported under the person's id, never under name or address. */}
      {browserSentry() && <meta name="daybook-user" content={id} />}
      <AppShell user={{ name, email, role }} sampleNotice={role === 'FOUNDER' && (await hasSampleData())}>
        {children}
      </AppShell>
    </>
  )
}
