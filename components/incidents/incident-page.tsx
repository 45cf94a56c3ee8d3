'use client'

import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { BackLink } from '@/components/ui/back-link'
import { PageHeader } from '@/components/ui/page-header'
import { RecordView } from '@/components/ui/record-view'
import { Time } from '@/components/ui/time'
import { incidentNumber, incidentStates } from '@/lib/incidents/browser'
import type { IncidentDetail } from '@/lib/incidents/contract'
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
            {/* Anew once what stood in the way of closing has changed, so that no refusal outlives its reason. */}
            <WhereItStands key={`${incident.class} ${incident.hasPostMortem}`} incident={incident} />
            <div className="grid grid-cols-1 gap-5 lg:grid-cols-[minmax(0,1fr)_22rem] lg:grid-rows-[auto_1fr]">
              <div className="lg:col-start-2 lg:row-start-1">
                <IncidentAlerts incident={incident} />
              </div>
              <div className="flex min-w-0 flex-col gap-5 lg:col-start-1 lg:row-span-2 lg:row-start-1">
                {story(incident)}
              </div>
              <div className="grid grid-cols-1 content-start gap-5 lg:col-start-2 lg:row-start-2">
                <IncidentFacts incident={incident} />
                <ActionItems incident={incident} />
              </div>
            </div>
          </div>
        </>
      )}
    </RecordView>
  )
}

/** Once it is time to learn, the post-mortem comes first. By their keys, both keep what is being typed when they change places. */
function story(incident: IncidentDetail): ReactNode {
  const parts = [
    <IncidentTimeline key="timeline" incident={incident} />,
    <PostMortemPanel key={`post-mortem of ${incident.id}`} incident={incident} />,
  ]
  const isLearning = incidentStates.indexOf(incident.state) >= incidentStates.indexOf('POST_MORTEM')
  return isLearning ? parts.toReversed() : parts
}
