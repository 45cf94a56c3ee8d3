'use client'

import { Inbox, Plus } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { PagedList } from '@/components/ui/paged-list'
import { ThumbBar } from '@/components/ui/thumb-bar'
import { leadStatuses } from './lead-status'
import { LeadTable } from './lead-table'
import { NewLeadDialog } from './new-lead-dialog'
import { leadsQuery } from './queries'

/** Everybody who asked, newest first. */
export function LeadList() {
  const [isAdding, setAdding] = useState(false)
  const newLead = (
    <Button variant="primary" onClick={() => setAdding(true)}>
      <Plus aria-hidden="true" />
      New lead
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Leads"
        description="Everybody who asked about a course, newest first."
        actions={<ThumbBar>{newLead}</ThumbBar>}
      />
      <PagedList
        nouns={['lead', 'leads']}
        icon={Inbox}
        searchHint="Name, e-mail, phone or course"
        filter={{ name: 'status', values: leadStatuses }}
        queryOf={(search, status, rows) => leadsQuery({ search, status }, rows)}
        empty={{
          icon: Inbox,
          title: 'No leads yet',
          description: 'Add the first person who asked about a course.',
          action: newLead,
        }}
        className="max-sm:mb-16"
      >
        {(leads) => <LeadTable leads={leads} />}
      </PagedList>
      <NewLeadDialog open={isAdding} onOpenChange={setAdding} />
    </>
  )
}
