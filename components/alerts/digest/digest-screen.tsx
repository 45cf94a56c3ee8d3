'use client'

import { useQuery } from '@tanstack/react-query'
import { parseAsString, useQueryState } from 'nuqs'
import { PageHeader } from '@/components/ui/page-header'
import { QueryView } from '@/components/ui/query-view'
import { SkeletonRows } from '@/components/ui/skeleton'
import { DigestDay } from './digest-day'
import { DigestDays } from './digest-days'
import { digestQuery, today } from './queries'

/** What a day was like, as the morning message says it: today so far, and the days before. */
export function DigestScreen() {
  const [day, setDay] = useQueryState('day', parseAsString.withDefault(today).withOptions({ history: 'push' }))
  const query = useQuery(digestQuery(day))
  return (
    <>
      <PageHeader
        title="Digest"
        description="What a day was like. It goes out every morning, in the company’s time zone."
      />
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-4 xl:grid-cols-[minmax(0,1fr)_20rem]">
        <QueryView query={query} noun="the digest" skeleton={<SkeletonRows rows={10} />}>
          {(digest) => <DigestDay digest={digest} />}
        </QueryView>
        <DigestDays chosen={day} onChoose={(chosen) => void setDay(chosen === today ? null : chosen)} />
      </div>
    </>
  )
}
