import { ListFilter } from 'lucide-react'
import Link from 'next/link'
import { buttonVariants } from '@/components/ui/button'
import { CopyButton } from '@/components/ui/copy-button'
import type { AuditEvent } from '@/lib/audit/contract'
import { EventSection } from './event-section'
import { feedHref } from './filters'

const chainHref = (id: string) => `/dashboard/activity/correlation/${encodeURIComponent(id)}`

/** The ids that tie an event to logs, to other events and to its sender. */
export function EventIds({ event }: { event: AuditEvent }) {
  const ids = [
    { label: 'Event', id: event.id, href: null },
    { label: 'Request', id: event.requestId, href: (id: string) => feedHref({ requestId: id }) },
    { label: 'Correlation', id: event.correlationId, href: chainHref, what: 'everything' },
    { label: 'Sender’s id', id: event.sourceEventId, href: null },
    { label: 'API key', id: event.apiKeyId, href: null },
  ]
  return (
    <EventSection title="Ids">
      <ul className="divide-y divide-line">
        {ids.map(
          ({ label, id, href, what = 'all events' }) =>
            id && <IdRow key={label} label={label} id={id} href={href?.(id)} what={what} />,
        )}
      </ul>
    </EventSection>
  )
}

function IdRow({ label, id, href, what }: { label: string; id: string; href: string | undefined; what: string }) {
  const invitation = `Show ${what} with this ${label.toLowerCase()} id`
  return (
    <li className="flex items-center gap-1 py-1.5">
      <p className="min-w-0 flex-1">
        <span className="block text-fg-muted text-sm">{label}</span>
        <code className="block break-all font-mono text-xs">{id}</code>
      </p>
      {href && (
        <Link
          href={href}
          aria-label={invitation}
          title={invitation}
          className={buttonVariants({ variant: 'ghost', size: 'icon-sm' })}
        >
          <ListFilter aria-hidden="true" />
        </Link>
      )}
      <CopyButton text={id} label={`Copy ${label.toLowerCase()} id`.replace('id id', 'id')} />
    </li>
  )
}
