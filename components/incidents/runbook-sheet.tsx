'use client'

import { useQuery } from '@tanstack/react-query'
import { Markdown } from '@/components/ui/markdown'
import { QueryView } from '@/components/ui/query-view'
import { Sheet, SheetContent } from '@/components/ui/sheet'
import { runbookQuery } from './queries'

/** What to look at and what to do, beside the incident it is for. */
export function RunbookSheet({ rule, onClose }: { rule: string | null; onClose: () => void }) {
  return (
    <Sheet open={rule !== null} onOpenChange={(isOpen) => !isOpen && onClose()}>
      {rule !== null && <Runbook rule={rule} />}
    </Sheet>
  )
}

function Runbook({ rule }: { rule: string }) {
  const query = useQuery(runbookQuery(rule))
  return (
    <SheetContent title={query.data?.title ?? 'What to do'} description="What to look at, and what to do.">
      <QueryView
        query={query}
        noun="the runbook"
        isEmpty={({ text }) => text === ''}
        empty={{
          title: 'No runbook yet',
          description: `The rule ${rule} has none. Note in the incident what you did, so that the next one is quicker.`,
        }}
      >
        {({ text }) => <Markdown text={text} level={2} />}
      </QueryView>
    </SheetContent>
  )
}
