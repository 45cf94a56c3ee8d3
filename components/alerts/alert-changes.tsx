import Link from 'next/link'
import { Panel } from '@/components/ui/panel'
import { Time } from '@/components/ui/time'
import type { Change } from '@/lib/alerts/contract'

/** What was changed shortly before: most trouble begins with a change. */
export function AlertChanges({ changes }: { changes: readonly Change[] }) {
  return (
    <Panel title="What changed before it" flush={changes.length > 0}>
      {changes.length === 0 ? (
        <p className="text-fg-muted">
          No setting, role, release or migration was changed in the 24 hours before it began.
        </p>
      ) : (
        <ul>
          {changes.map(({ eventId, at, sentence }) => (
            <li key={eventId} className="border-line border-b last:border-b-0">
              <Link
                href={`/dashboard/activity/${eventId}`}
                className="flex flex-wrap justify-between gap-x-4 px-4 py-3 hover:bg-hover"
              >
                <span>{sentence}</span>
                <Time iso={at} className="text-fg-muted text-sm" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}
