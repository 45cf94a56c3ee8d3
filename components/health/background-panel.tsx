import Link from 'next/link'
import type { ReactNode } from 'react'
import { KeyValueList } from '@/components/ui/key-value-list'
import { Panel } from '@/components/ui/panel'
import { Time } from '@/components/ui/time'
import { counted } from '@/components/ui/words'
import type { HealthDetails } from '@/lib/health/contract'

export type BackgroundPanelProps = Pick<HealthDetails, 'jobs' | 'backups' | 'maintenance' | 'processes' | 'failures'>

/** What Daybook does by itself: processes, jobs, backups, what is planned, and what failed. */
export function BackgroundPanel(props: BackgroundPanelProps) {
  const { jobs, backups, maintenance, processes, failures } = props
  return (
    <Panel title="At work">
      <KeyValueList
        items={[
          { label: 'Processes', value: <Processes processes={processes} /> },
          { label: 'Jobs', value: <Jobs jobs={jobs} /> },
          { label: 'Backups', value: <Backups backups={backups} /> },
          { label: 'Maintenance', value: <Maintenance maintenance={maintenance} /> },
          {
            label: 'Failed in 24 h',
            value:
              failures.errors === 0 ? 'Nothing' : `${counted(failures.errors, 'operation')}${criticalText(failures)}`,
          },
        ]}
      />
    </Panel>
  )
}

const criticalText = ({ critical }: HealthDetails['failures']) => (critical === 0 ? '' : `, ${critical} critical`)

function Processes({ processes }: Pick<HealthDetails, 'processes'>): ReactNode {
  const [oldest] = processes
  if (!oldest) return 'None gave a sign of life in the last minute'
  return (
    <>
      {processes.length === 1 ? '1 process' : `${processes.length} processes`}, up since{' '}
      <Time iso={oldest.startedAt} format="minute" />
      <span className="block text-fg-muted text-sm">
        Version {[...new Set(processes.map((p) => p.release))].join(', ')}
      </span>
    </>
  )
}

function Jobs({ jobs }: Pick<HealthDetails, 'jobs'>): ReactNode {
  const { count, failed, overdue, lastEndedAt } = jobs
  if (count === 0) return 'None has been set up yet'
  if (failed.length > 0) return <span className="text-error-fg">Failed: {failed.join(', ')}</span>
  if (overdue.length > 0) return <span className="text-warning-fg">Late: {overdue.join(', ')}</span>
  return (
    <>
      {counted(count, 'job')} on time
      {lastEndedAt && (
        <span className="block text-fg-muted text-sm">
          The last one ended <Time iso={lastEndedAt} />
        </span>
      )}
    </>
  )
}

function Backups({ backups }: Pick<HealthDetails, 'backups'>): ReactNode {
  const { lastAt, lastVerifiedAt, lastFailedAt } = backups
  if (lastFailedAt && (!lastAt || lastFailedAt > lastAt))
    return (
      <span className="text-error-fg">
        The last one failed <Time iso={lastFailedAt} />
      </span>
    )
  if (lastVerifiedAt)
    return (
      <>
        Verified <Time iso={lastVerifiedAt} />
      </>
    )
  if (lastAt)
    return (
      <>
        Made <Time iso={lastAt} />, not verified
      </>
    )
  return 'None has been made yet'
}

function Maintenance({ maintenance: { mode, open, next } }: Pick<HealthDetails, 'maintenance'>): ReactNode {
  if (mode.isOn)
    return (
      <span className="text-warning-fg">
        Maintenance mode is on
        {mode.since && (
          <>
            {' since '}
            <Time iso={mode.since} format="minute" />
          </>
        )}
      </span>
    )
  if (open.length > 0) return `Under way: ${open.join(', ')}`
  if (!next)
    return (
      <Link href="/dashboard/alerts/silences" className="text-accent-fg underline underline-offset-4">
        Nothing is planned
      </Link>
    )
  return (
    <>
      {next.name}, <Time iso={next.at} format="minute" />
    </>
  )
}
