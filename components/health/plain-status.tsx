'use client'

import { useQuery } from '@tanstack/react-query'
import { PageHeader } from '@/components/ui/page-header'
import { Verdict } from '@/components/ui/verdict'
import { checksQuery } from './queries'

const sentences = {
  healthy: { tone: 'success', title: 'Daybook is well', next: 'Everything works.' },
  degraded: {
    tone: 'warning',
    title: 'Daybook works, less well than it should',
    next: 'Your work is safe. A founder can see what it is.',
  },
  unhealthy: { tone: 'error', title: 'Something is broken', next: 'Saving may fail. If it does, tell a founder.' },
} as const

/** The plain status, for those who work with Daybook and do not look after it. */
export function PlainStatus() {
  const { data, isError } = useQuery(checksQuery())
  const said = data && sentences[data.status]
  return (
    <>
      <PageHeader title="Health" description="Whether Daybook works." />
      {isError ? (
        <Verdict tone="warning" title="Daybook does not answer at this moment" pending="Asking Daybook">
          <p className="text-fg">This page asks again every few seconds.</p>
        </Verdict>
      ) : (
        <Verdict tone={said?.tone} title={said?.title} pending="Asking Daybook">
          <p className="text-fg">{said?.next}</p>
        </Verdict>
      )}
    </>
  )
}
