'use client'

import { Plus, Siren } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'
import { PageHeader } from '@/components/ui/page-header'
import { PagedList } from '@/components/ui/paged-list'
import { ThumbBar } from '@/components/ui/thumb-bar'
import { IncidentTable } from './incident-table'
import { OpenIncidentDialog } from './open-incident-dialog'
import { incidentsQuery } from './queries'

const shown = ['open', 'closed'] as const

/** All incidents, newest first. */
export function IncidentList() {
  const [isOpening, setOpening] = useState(false)
  const open = (
    <Button variant="primary" onClick={() => setOpening(true)}>
      <Plus aria-hidden="true" />
      Open an incident
    </Button>
  )
  return (
    <>
      <PageHeader
        title="Incidents"
        description="What went wrong, who takes care of it, and what was learnt."
        actions={<ThumbBar>{open}</ThumbBar>}
      />
      <PagedList
        nouns={['incident', 'incidents']}
        icon={Siren}
        searchHint="Number or title"
        filter={{ name: 'state', values: shown }}
        queryOf={(search, state, rows) =>
          incidentsQuery({ search, ...(state && { open: state === 'open' ? 'true' : 'false' }) }, rows)
        }
        empty={{
          icon: Siren,
          title: 'No incidents yet',
          description:
            'A critical alert opens one by itself, and what else fires in the same system within the next hour joins it. For what no rule sees, open one by hand.',
          action: open,
        }}
        className="max-sm:mb-16"
      >
        {(incidents) => <IncidentTable incidents={incidents} />}
      </PagedList>
      <OpenIncidentDialog open={isOpening} onOpenChange={setOpening} />
    </>
  )
}
