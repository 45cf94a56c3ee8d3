'use client'

import Link from 'next/link'
import { Button } from '@/components/ui/button'
import { NoticePage } from './notice-page'
import { roleNames, useShellUser } from './shell-user'

export interface ForbiddenProps {
  title?: string
  standalone?: boolean
}

/** What a signed-in person sees at a page that is not for their role. Takes the person from the shell around it. */
export function Forbidden({ title = 'This page is for founders', standalone }: ForbiddenProps) {
  const user = useShellUser()
  return (
    <NoticePage
      code="403 · No access"
      title={title}
      standalone={standalone ?? false}
      actions={
        <Button variant="primary" asChild>
          <Link href="/dashboard/leads">Go to leads</Link>
        </Button>
      }
    >
      {user ? (
        <>
          You are signed in as <span className="text-fg">{user.email}</span> ({roleNames[user.role]}). If you need to
          see it, ask a founder.
        </>
      ) : (
        'The account you are signed in with may not open it. If you need to see it, ask a founder.'
      )}
    </NoticePage>
  )
}
