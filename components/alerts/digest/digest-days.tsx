'use client'

import { useState } from 'react'
import { cn } from '@/components/ui/cn'
import { EmptyState } from '@/components/ui/empty-state'
import { ListEnd } from '@/components/ui/list-end'
import { rowsPerPage, usePagedQuery } from '@/components/ui/paged-query'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { shortDay } from './day-words'
import { digestsQuery, today } from './queries'

interface DigestDaysProps {
  chosen: string
  onChoose: (day: string) => void
}

/** Today and the days that have a digest; a press shows it. */
export function DigestDays({ chosen, onChoose }: DigestDaysProps) {
  const [rows, setRows] = useState(rowsPerPage)
  const { query, loadMore } = usePagedQuery(digestsQuery(rows), setRows)
  const button = (day: string, title: string, headline: string) => (
    <DayButton key={day} title={title} headline={headline} isChosen={day === chosen} onPress={() => onChoose(day)} />
  )
  return (
    <Panel title="Days" flush>
      <ul className="border-line border-b">
        {button(today, 'Today so far', 'What tomorrow’s digest would say by now.')}
      </ul>
      <QueryView query={query} noun="the days" empty={nothingYet}>
        {(days) => (
          <>
            <ul className="divide-y divide-line">
              {days.map(({ day, headline }) => button(day, shortDay(day), headline))}
            </ul>
            <ListEnd
              shown={days.length}
              nouns={['day', 'days']}
              hasMore={query.hasNextPage}
              pending={query.isFetchingNextPage}
              onMore={() => void loadMore()}
            />
          </>
        )}
      </QueryView>
    </Panel>
  )
}

const nothingYet = (
  <EmptyState title="No digest yet" description="The first one is written tomorrow morning." className="py-8" />
)

interface DayButtonProps {
  title: string
  headline: string
  isChosen: boolean
  onPress: () => void
}

function DayButton({ title, headline, isChosen, onPress }: DayButtonProps) {
  return (
    <li>
      <button
        type="button"
        aria-current={isChosen ? 'true' : undefined}
        onClick={onPress}
        className={cn(
          'block min-h-11 w-full px-4 py-2.5 text-start transition-colors hover:bg-hover focus-visible:-outline-offset-2',
          isChosen && 'bg-accent-soft hover:bg-accent-soft',
        )}
      >
        <span className={cn('block font-medium', isChosen ? 'text-accent-fg' : 'text-fg')}>{title}</span>
        <span className="line-clamp-2 text-fg-muted text-sm">{headline}</span>
      </button>
    </li>
  )
}
