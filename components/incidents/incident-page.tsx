'use client'

import { useQuery } from '@tanstack/react-query'
import { BackLink } from '@/components/ui/back-link'
import { PageHeader } from '@/components/ui/page-header'
import { RecordView } from '@/components/ui/record-view'
import { Time } from '@/components/ui/time'
import { incidentNumber } from '@/lib/incidents/browser'
import { ActionItems } from './action-items'
import { EditTitle } from './edit-title'
import { IncidentAlerts } from './incident-alerts'
import { ClassBadge, StateBadge } from './incident-badges'
import { IncidentFacts } from './incident-facts'
import { IncidentTimeline } from './incident-timeline'
import { PostMortemPanel } from './post-mortem-panel'
import { incidentQuery } from './queries'
import { WhereItStands } from './where-it-stands'

/** One incident as a story: where it stands, what is affected, what happened, what was learnt. */
export function IncidentPage({ id }: { id: string }) {
  const query = useQuery(incidentQuery(id))
  return (
    <RecordView query={query} kind="Incident" back={{ href: '/dashboard/incidents', label: 'Incidents' }}>
      {(incident) => (
        <>
          <PageHeader
            eyebrow={<BackLink href="/dashboard/incidents">Incidents</BackLink>}
            title={incident.title}
            meta={
              <>
                <span className="inline-flex items-center gap-1.5">
                  <span className="font-medium tabular-nums">{incidentNumber(incident.number)}</span>
                  <ClassBadge value={incident.class} />
                  <StateBadge state={incident.state} />
                </span>
                <span className="text-fg-muted text-sm">
                  Opened <Time iso={incident.openedAt} /> by {incident.openedByName}
                </span>
              </>
            }
            actions={<EditTitle incident={incident} />}
          />
          <div className="grid grid-cols-1 gap-5">
            <WhereItStands incident={incident} />
            <div className="grid grid-cols-1 gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
              <div className="grid grid-cols-1 content-start gap-5 lg:col-start-2 lg:row-start-1">
                <IncidentAlerts incident={incident} />
                <IncidentFacts incident={incident} />
                <ActionItems incident={incident} />
              </div>
              <div className="grid grid-cols-1 content-start gap-5 lg:col-start-1 lg:row-start-1">
                <IncidentTimeline incident={incident} />
                <PostMortemPanel key={incident.id} incident={incident} />
              </div>
            </div>
          </div>
        </>
      )}
    </RecordView>
  )
}
