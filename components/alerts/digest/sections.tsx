'use client'

import Link from 'next/link'
import type { ReactNode } from 'react'
import { Badge } from '@/components/ui/badge'
import { Panel } from '@/components/ui/panel'
import { Time } from '@/components/ui/time'
import type {
  DailyAction,
  DailyAlert,
  DailyChannel,
  DailyIncident,
  NewError,
  UnusualSignIn,
} from '@/lib/alerts/digest/contract'
import { durationText } from '@/lib/incidents/browser'
import { SeverityBadge } from '../look'
import { changeWords } from './day-words'

interface SectionProps<Item> {
  title: string
  description?: string
  items: readonly Item[]
  keyOf: (item: Item) => string
  children: (item: Item) => ReactNode
}

/** A subject of the day; nothing where there is nothing to say. */
function Section<Item>({ title, description, items, keyOf, children }: SectionProps<Item>) {
  if (items.length === 0) return null
  return (
    <Panel title={title} flush {...(description && { description })}>
      <ul className="divide-y divide-line">
        {items.map((item) => (
          <li key={keyOf(item)} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-1 px-4 py-3">
            {children(item)}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

const textLink =
  'min-w-0 break-words font-medium text-fg underline decoration-line-control underline-offset-4 hover:decoration-accent'
const aside = 'shrink-0 text-fg-muted text-sm tabular-nums'

export function ErrorSection({ errors }: { errors: readonly NewError[] }) {
  return (
    <Section
      title="New errors"
      description="Kinds of failure that the 30 days before had not seen."
      items={errors}
      keyOf={({ eventId }) => eventId}
    >
      {({ sentence, count, action, entityType, eventId }) => (
        <>
          <div className="min-w-0 flex-1">
            <Link href={`/dashboard/activity/${eventId}`} className={textLink}>
              {sentence}
            </Link>
            <p className="break-words text-fg-muted text-sm">{[action, entityType].filter(Boolean).join(' · ')}</p>
          </div>
          <span className={aside}>{count === 1 ? 'once' : `${count} times`}</span>
        </>
      )}
    </Section>
  )
}

export function AlertSection({ alerts }: { alerts: readonly DailyAlert[] }) {
  return (
    <Section title="Alerts" items={alerts} keyOf={({ id }) => id}>
      {({ id, title, sentence, severity, durationMs }) => (
        <>
          <div className="min-w-0 flex-1">
            <span className="flex flex-wrap items-center gap-2">
              <SeverityBadge severity={severity} />
              <Link href={`/dashboard/alerts/${id}`} className={textLink}>
                {title}
              </Link>
            </span>
            <p className="mt-0.5 break-words text-fg-muted text-sm">{sentence}</p>
          </div>
          <Lasted durationMs={durationMs} open="still open" />
        </>
      )}
    </Section>
  )
}

export function IncidentSection({ incidents }: { incidents: readonly DailyIncident[] }) {
  return (
    <Section title="Incidents" items={incidents} keyOf={({ id }) => id}>
      {({ id, number, title, durationMs }) => (
        <>
          <Link href={`/dashboard/incidents/${id}`} className={textLink}>
            #{number} {title}
          </Link>
          <Lasted durationMs={durationMs} open="not resolved" />
        </>
      )}
    </Section>
  )
}

function Lasted({ durationMs, open }: { durationMs: number | null; open: string }) {
  if (durationMs === null) return <Badge tone="error">{open}</Badge>
  return <span className={aside}>{durationText(durationMs)}</span>
}

export function SignInSection({ signIns }: { signIns: readonly UnusualSignIn[] }) {
  return (
    <Section
      title="Unusual sign-ins"
      description="From addresses, with browsers or at hours that were not used before, and many that failed."
      items={signIns}
      keyOf={({ at, sentence }) => at + sentence}
    >
      {({ at, sentence }) => (
        <>
          <span className="min-w-0 flex-1 break-words">{sentence}</span>
          <Time iso={at} format="time" className={aside} />
        </>
      )}
    </Section>
  )
}

export function ActionSection({ actions }: { actions: readonly DailyAction[] }) {
  return (
    <Section
      title="What happened most"
      description="Against the day before."
      items={actions}
      keyOf={({ action }) => action}
    >
      {({ action, label, count, dayBefore }) => (
        <>
          <Link href={`/dashboard/activity?action=${encodeURIComponent(action)}`} className={textLink}>
            {label}
          </Link>
          <span className={aside}>
            {count.toLocaleString('en')} <span className="text-fg-subtle">({changeWords(count, dayBefore)})</span>
          </span>
        </>
      )}
    </Section>
  )
}

export function ChannelSection({ channels }: { channels: readonly DailyChannel[] }) {
  return (
    <Section title="Channels" items={channels} keyOf={({ name, type }) => `${type} ${name}`}>
      {({ name, lastError, deadDeliveries, isFailing, lastSuccessAt }) => (
        <>
          <div className="min-w-0 flex-1">
            <p className="break-words font-medium">{name}</p>
            {lastError && <p className="break-words text-error-fg text-sm">{lastError}</p>}
            {deadDeliveries > 0 && <p className="text-error-fg text-sm">{deadDeliveries} messages were given up</p>}
          </div>
          {isFailing || deadDeliveries > 0 ? (
            <Badge tone="error">Failing</Badge>
          ) : (
            <Badge tone={lastSuccessAt === null ? 'neutral' : 'success'}>
              {lastSuccessAt === null ? 'Nothing sent yet' : 'Works'}
            </Badge>
          )}
        </>
      )}
    </Section>
  )
}
