'use client'

import Link from 'next/link'
import { useState } from 'react'
import { Badge } from '@/components/ui/badge'
import { StatusDot } from '@/components/ui/status-dot'
import { Time } from '@/components/ui/time'
import { useSubmit } from '@/components/ui/use-submit'
import type { AlertChannel, ChannelTest, ChannelType } from '@/lib/alerts/channels/contract'
import { ChannelActions } from './channel-actions'
import { backlogWords, healthOf, scopeWords } from './health'
import { KindIcon } from './kind-icon'
import { testChannel } from './queries'
import { TestOutcome } from './test-outcome'

/** A channel: what it is, whether it works, and what can be done with it. */
export function ChannelCard({ channel, kind }: { channel: AlertChannel; kind: ChannelType | undefined }) {
  const [outcome, setOutcome] = useState<ChannelTest | null>(null)
  const { submit, pending, error, reset } = useSubmit({ run: () => testChannel(channel.id), done: setOutcome })
  const test = () => {
    setOutcome(null)
    reset()
    void submit(undefined)
  }
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-3 px-4 py-4">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="flex min-w-0 gap-3">
          <KindIcon type={channel.type} className="mt-1 size-4 shrink-0 text-fg-muted" />
          <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-1">
            <h2 className="flex flex-wrap items-center gap-x-2.5 gap-y-1 break-words font-medium text-fg text-lg">
              {channel.name}
              {!channel.isEnabled && <Badge>Off</Badge>}
              {channel.isEscalationOnly && <Badge tone="info">Escalation</Badge>}
            </h2>
            <p className="text-pretty text-fg-muted">{describe(channel, kind)}</p>
            <Health channel={channel} isSaidBelow={outcome !== null && !outcome.isSent} />
          </div>
        </div>
        <ChannelActions channel={channel} kind={kind} onTest={test} isTesting={pending} />
      </div>
      <TestOutcome outcome={outcome} failure={error} />
    </li>
  )
}

function describe(channel: AlertChannel, kind: ChannelType | undefined): string {
  const title = kind?.title ?? channel.type
  if (channel.origin === 'people') return `${title}. ${scopeWords(channel)}.`
  const variable = kind?.environmentVariable ?? 'a variable'
  return channel.isEnabled
    ? `${title}. ${scopeWords(channel)}. Comes from ${variable} in the environment and is changed there.`
    : `${title}. Comes from ${variable} in the environment, which is not set there or not right.`
}

/** What the service said last, unless the outcome of a test says the same right below. */
function Health({ channel, isSaidBelow }: { channel: AlertChannel; isSaidBelow: boolean }) {
  const { tone, words, at, detail } = healthOf(channel)
  const backlog = backlogWords(channel)
  return (
    <>
      <p className="flex items-baseline gap-2">
        <StatusDot tone={tone} className="-translate-y-px" />
        <span>
          {words}
          {at && (
            <>
              {', '}
              <Time iso={at} />
            </>
          )}
          .
        </span>
      </p>
      {detail && !isSaidBelow && <p className="text-pretty break-words text-error-fg">{detail}</p>}
      {backlog && (
        <Link
          href={`/dashboard/alerts/deliveries?channelId=${channel.id}`}
          className="justify-self-start py-0.5 text-accent-fg text-sm underline decoration-accent/40 underline-offset-4 hover:decoration-accent max-lg:py-2.5"
        >
          {backlog}
        </Link>
      )}
    </>
  )
}
