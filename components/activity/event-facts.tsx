import Link from 'next/link'
import type { ReactNode } from 'react'
import { exactUtc } from '@/components/ui/format-time'
import { type KeyValue, KeyValueList } from '@/components/ui/key-value-list'
import { asLabel } from '@/components/ui/name-words'
import { Time } from '@/components/ui/time'
import type { AuditEvent } from '@/lib/audit/contract'
import { EventSection } from './event-section'
import { feedHref } from './filters'
import { SourceBadge } from './source-badge'
import { agentInWords } from './user-agent'
import { actorName } from './words'

const linkClasses = 'text-accent-fg underline decoration-accent/40 underline-offset-4 hover:decoration-accent'

const actorKinds: Record<AuditEvent['actorType'], string> = {
  user: 'Member',
  apiKey: 'API key',
  job: 'Background job',
  system: 'The system itself',
  anonymous: 'Not signed in',
}

/** When, who, from where and about what. */
export function EventFacts({ event }: { event: AuditEvent }) {
  const items: (KeyValue | null)[] = [
    { label: 'When', value: <When event={event} /> },
    { label: 'Who', value: <Who event={event} /> },
    fact('From', event.ipAddress, <span className="font-mono text-sm">{event.ipAddress}</span>),
    fact('Device', event.userAgent, <Device agent={event.userAgent ?? ''} />),
    fact('About', event.entityType, <About event={event} />),
    fact('Request', event.path, <RequestLine event={event} />),
    event.source === 'daybook' ? null : { label: 'Source', value: <Source source={event.source} /> },
    fact('Institution', event.institutionId, event.institutionId),
    fact('Release', event.release, <span className="font-mono text-sm">{event.release}</span>),
    { label: 'Action', value: <span className="break-all font-mono text-sm">{event.action}</span> },
  ]
  return (
    <EventSection title="Facts">
      <KeyValueList items={items.filter((item) => item !== null)} />
    </EventSection>
  )
}

function fact(label: string, known: string | null, value: ReactNode): KeyValue | null {
  return known === null || known === '' ? null : { label, value }
}

/** An event recorded more than this after it happened says so. */
const lateMs = 5_000

function When({ event }: { event: AuditEvent }) {
  const occurred = new Date(event.occurredAt).getTime()
  const isLate = new Date(event.createdAt).getTime() - occurred > lateMs
  return (
    <>
      <Time iso={event.occurredAt} format="datetime" />
      <Small>{exactUtc(occurred)}</Small>
      {isLate && (
        <Small>
          Recorded <Time iso={event.createdAt} format="datetime" />
        </Small>
      )}
    </>
  )
}

function Who({ event }: { event: AuditEvent }) {
  return (
    <>
      {event.userId ? (
        <Link href={feedHref({ actorUserId: event.userId })} className={linkClasses}>
          {actorName(event)}
        </Link>
      ) : (
        actorName(event)
      )}
      {event.userEmail && event.userEmail !== actorName(event) && <Small>{event.userEmail}</Small>}
      <Small>{actorKinds[event.actorType]}</Small>
    </>
  )
}

function Device({ agent }: { agent: string }) {
  const words = agentInWords(agent)
  return (
    <>
      {words}
      <Small>{agent}</Small>
    </>
  )
}

function About({ event }: { event: AuditEvent }) {
  const { entityType, entityId } = event
  if (entityType === null) return null
  if (entityId === null) return asLabel(entityType)
  return (
    <>
      <bdi>{asLabel(entityType)}</bdi> <bdi className="break-all font-mono text-sm">{entityId}</bdi>
      <span className="mt-0.5 block">
        <Link href={trailHref(entityType, entityId)} className={linkClasses}>
          Everything that happened to it
        </Link>
      </span>
    </>
  )
}

/** The page with the trail of one thing. */
function trailHref(entityType: string, entityId: string): string {
  return `/dashboard/activity/trail/${encodeURIComponent(entityType)}/${encodeURIComponent(entityId)}`
}

function RequestLine({ event }: { event: AuditEvent }) {
  return (
    <span className="break-all font-mono text-sm">
      {event.method} {event.path}
    </span>
  )
}

function Source({ source }: { source: string }) {
  return (
    <Link href={feedHref({ source })} className="inline-flex">
      <SourceBadge source={source} />
    </Link>
  )
}

function Small({ children }: { children: ReactNode }) {
  return <span className="block break-words text-fg-muted text-sm">{children}</span>
}
