'use client'

import { useQuery } from '@tanstack/react-query'
import { PageHeader } from '@/components/ui/page-header'
import { Panel } from '@/components/ui/panel'
import { QueryView } from '@/components/ui/query-view'
import { TableSkeleton } from '@/components/ui/table-skeleton'
import { AlertTabs } from '../alert-tabs'
import { rulesQuery } from './queries'
import { RuleTable } from './rule-table'

/** What Daybook watches, and when it says something. */
export function RulesScreen() {
  const query = useQuery(rulesQuery())
  return (
    <>
      <PageHeader
        title="Rules"
        description="What Daybook watches, and from when on it tells you. Open one to change its numbers and to see what they would have done."
      />
      <AlertTabs />
      <Panel flush>
        <QueryView query={query} noun="the rules" skeleton={<TableSkeleton columns={4} rows={8} />}>
          {({ items }) => <RuleTable rules={items} />}
        </QueryView>
      </Panel>
    </>
  )
}
