import { KeyValueList } from '@/components/ui/key-value-list'
import { Panel } from '@/components/ui/panel'
import { StatusDot } from '@/components/ui/status-dot'
import { Time } from '@/components/ui/time'
import { counted } from '@/components/ui/words'
import type { HealthDetails } from '@/lib/health/contract'

/** Who is here, and who came lately. */
export function PeoplePanel({ sessions, signIns }: Pick<HealthDetails, 'sessions' | 'signIns'>) {
  return (
    <Panel title="People">
      <KeyValueList
        items={[
          { label: 'Active now', value: counted(sessions.active, 'session') },
          { label: 'Signed in', value: `${counted(sessions.open, 'session')} of ${peopleText(sessions.people)}` },
        ]}
      />
      {signIns && signIns.length > 0 && (
        <>
          <h3 className="eyebrow mt-4 mb-1">Recent sign-ins</h3>
          <ul aria-label="Recent sign-ins" className="divide-y divide-line">
            {signIns.map(({ id, at, name, isSuccess }) => (
              <li key={id} className="flex items-baseline justify-between gap-3 py-1.5 text-sm">
                <span className="flex min-w-0 items-baseline gap-2 text-fg">
                  <StatusDot tone={isSuccess ? 'success' : 'warning'} />
                  <span className="break-words">
                    {name ?? 'An unknown account'}
                    {!isSuccess && <span className="text-warning-fg"> failed</span>}
                  </span>
                </span>
                <Time iso={at} className="shrink-0 text-fg-muted" />
              </li>
            ))}
          </ul>
        </>
      )}
    </Panel>
  )
}

const peopleText = (people: number) => (people === 1 ? '1 person' : `${people.toLocaleString('en')} people`)
