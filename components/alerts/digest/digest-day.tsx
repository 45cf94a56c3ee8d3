'use client'

import { CopyButton } from '@/components/ui/copy-button'
import { StatTile } from '@/components/ui/stat-tile'
import { Time } from '@/components/ui/time'
import type { Tone } from '@/components/ui/tone'
import { Verdict } from '@/components/ui/verdict'
import type { Digest } from '@/lib/alerts/digest/contract'
import { durationText } from '@/lib/incidents/browser'
import { longDay } from './day-words'
import { ActionSection, AlertSection, ChannelSection, ErrorSection, IncidentSection, SignInSection } from './sections'

/** One day: whether to worry, four numbers, and what is behind them. */
export function DigestDay({ digest }: { digest: Digest }) {
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Verdict tone={toneOf(digest)} title={digest.headline} pending="Reading the digest" className="min-h-0">
        <div className="mt-1 flex flex-wrap items-center gap-x-3 text-fg-muted">
          <span>{longDay(digest.day)}</span>
          {digest.sentAt === null ? (
            <span>so far</span>
          ) : (
            <span>
              written <Time iso={digest.sentAt} />
            </span>
          )}
          <CopyButton text={digest.text} label="Copy the digest as text" />
        </div>
      </Verdict>
      <Numbers digest={digest} />
      <ErrorSection errors={digest.newErrors} />
      <AlertSection alerts={digest.alerts} />
      <IncidentSection incidents={digest.incidents} />
      <SignInSection signIns={digest.signIns} />
      <ActionSection actions={digest.topActions} />
      <ChannelSection channels={digest.channels} />
    </div>
  )
}

function toneOf({ alerts, newErrors, signIns, incidents, channels }: Digest): Tone {
  if (alerts.some(({ state, severity }) => state !== 'RESOLVED' && severity === 'critical')) return 'critical'
  if (alerts.some(({ state }) => state !== 'RESOLVED')) return 'error'
  const isCalm = [alerts, newErrors, signIns, incidents].every((list) => list.length === 0)
  return isCalm && channels.every(({ isFailing, deadDeliveries }) => !isFailing && deadDeliveries === 0)
    ? 'success'
    : 'warning'
}

const number = new Intl.NumberFormat('en')
const dayMs = 86_400_000

function Numbers({ digest }: { digest: Digest }) {
  const { events, errors, slo, lastBackupAt, to } = digest
  const left = slo.budgetLeftPercent
  const ageMs = lastBackupAt === null ? null : Math.max(0, Date.parse(to) - Date.parse(lastBackupAt))
  return (
    <div className="grid grid-cols-2 gap-3 2xl:grid-cols-4">
      <StatTile label="Events" value={number.format(events)} hint="of the day" />
      <StatTile
        label="Errors"
        value={number.format(errors)}
        hint="of the day"
        tone={errors > 0 ? 'warning' : 'neutral'}
      />
      <StatTile
        label="Error budget"
        value={left === null ? '–' : left < 0 ? 'Overspent' : `${left} % left`}
        hint={
          left === null
            ? 'no requests measured yet'
            : `${number.format(slo.errors)} of ${number.format(slo.requests)} requests failed in 30 days`
        }
        tone={left !== null && left < 0 ? 'error' : 'neutral'}
      />
      <StatTile
        label="Newest backup"
        value={ageMs === null ? 'None yet' : durationText(ageMs)}
        hint={ageMs === null ? 'no backup yet' : 'old'}
        tone={ageMs === null || ageMs > dayMs * 1.1 ? 'warning' : 'neutral'}
      />
    </div>
  )
}
