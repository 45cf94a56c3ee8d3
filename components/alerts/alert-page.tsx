'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { BackLink } from '@/components/ui/back-link'
import { cn } from '@/components/ui/cn'
import { KeyValueList } from '@/components/ui/key-value-list'
import { OpenInSentry } from '@/components/ui/open-in-sentry'
import { PageHeader } from '@/components/ui/page-header'
import { Panel } from '@/components/ui/panel'
import { RecordView } from '@/components/ui/record-view'
import { thumbRoom } from '@/components/ui/thumb-bar'
import { Time } from '@/components/ui/time'
import type { AlertDetail } from '@/lib/alerts/contract'
import { durationText, incidentNumber } from '@/lib/incidents/browser'
import { AlertActions } from './alert-actions'
import { AlertChanges } from './alert-changes'
import { AlertDeliveries } from './alert-deliveries'
import { AlertRunbook } from './alert-runbook'
import { SampleBadge, SeverityBadge, StateBadge } from './look'
import { alertQuery } from './queries'

const linkClasses = 'text-accent-fg underline decoration-accent/40 underline-offset-4 hover:decoration-accent'

/** One alert: what is wrong, what changed before it, who was told, and what to do. */
export function AlertPage({ id }: { id: string }) {
  const query = useQuery(alertQuery(id))
  return (
    <RecordView query={query} kind="Alert" back={{ href: '/dashboard/alerts', label: 'Alerts' }}>
      {(alert) => (
        <>
          <PageHeader
            eyebrow={<BackLink href="/dashboard/alerts">Alerts</BackLink>}
            title={alert.title}
            description={alert.sentence}
            meta={
              <>
                <span className="inline-flex gap-1">
                  <SeverityBadge severity={alert.severity} />
                  <StateBadge alert={alert} />
                  <SampleBadge source={alert.source} />
                </span>
                <span className="text-fg-muted text-sm">
                  Since <Time iso={alert.firstAt} />
                </span>
              </>
            }
            actions={<AlertActions alert={alert} />}
          />
          <div className={cn('grid grid-cols-1 gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]', thumbRoom)}>
            <div className="grid grid-cols-1 content-start gap-5">
              <AlertChanges changes={alert.changes} />
              <AlertDeliveries deliveries={alert.deliveries} />
              <AlertRunbook rule={alert.rule} text={alert.runbook} />
            </div>
            <AlertFacts alert={alert} />
          </div>
        </>
      )}
    </RecordView>
  )
}

function AlertFacts({ alert }: { alert: AlertDetail }) {
  return (
    <Panel title="What is known" className="h-fit">
      <KeyValueList
        className="-my-2"
        items={[
          ...alert.facts.map(({ name, value }) => ({ label: name, value })),
          { label: 'System', value: alert.source },
          { label: 'Times', value: alert.count },
          { label: 'Began', value: <Time iso={alert.firstAt} format="datetime" /> },
          { label: 'Last seen', value: <Time iso={alert.lastAt} format="datetime" /> },
          ...(alert.acknowledgedByName === null
            ? []
            : [{ label: 'Acknowledged', value: `by ${alert.acknowledgedByName}` }]),
          { label: 'Assigned to', value: alert.assigneeName },
          ...(alert.resolvedAt === null ? [] : [{ label: 'Ended', value: <Ended alert={alert} /> }]),
          { label: 'First event', value: alert.firstEventId && <EventLink id={alert.firstEventId} /> },
          { label: 'Error', value: alert.sentryUrl && <OpenInSentry url={alert.sentryUrl} className="max-lg:-my-3" /> },
          { label: 'Incident', value: alert.incident && <IncidentLink incident={alert.incident} /> },
        ]}
      />
    </Panel>
  )
}

const endings = {
  recovered: 'by itself: it was well twice in a row',
  quiet: 'by itself: nothing further for half an hour',
  person: 'by hand',
  'rule-off': 'because its rule was switched off',
} as const

function Ended({ alert }: { alert: AlertDetail }) {
  if (alert.resolvedAt === null || alert.resolvedHow === null) return null
  const by = alert.resolvedByName === null ? '' : ` by ${alert.resolvedByName}`
  return (
    <>
      <Time iso={alert.resolvedAt} format="datetime" />
      <span className="block text-fg-muted">
        After {durationText(Date.parse(alert.resolvedAt) - Date.parse(alert.firstAt))}, {endings[alert.resolvedHow]}
        {by}
      </span>
    </>
  )
}

function EventLink({ id }: { id: string }) {
  return (
    <Link href={`/dashboard/activity/${id}`} className={linkClasses}>
      What happened
    </Link>
  )
}

function IncidentLink({ incident }: { incident: NonNullable<AlertDetail['incident']> }) {
  return (
    <Link href={`/dashboard/incidents/${incident.id}`} className={linkClasses}>
      {incidentNumber(incident.number)}
    </Link>
  )
}
