'use client'

import { ArrowDown, ArrowUp, X } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Select } from '@/components/ui/select'
import { channelLabel } from './channel-choice'
import type { ChannelName } from './queries'

interface EscalationListProps {
  channels: readonly ChannelName[]
  ids: readonly string[]
  onChange: (ids: string[]) => void
}

/** Who is told next, in order. A channel that is gone is shown as such until it is taken out. */
export function EscalationList({ channels, ids, onChange }: EscalationListProps) {
  const nameOf = (id: string) => {
    const known = channels.find((channel) => channel.id === id)
    return known ? channelLabel(known) : 'A channel that was removed'
  }
  const rest = channels.filter(({ id }) => !ids.includes(id))
  return (
    <div className="grid gap-2">
      {ids.length > 0 && (
        <ol aria-label="Escalation" className="divide-y divide-line rounded-md border border-line">
          {ids.map((id, index) => (
            <li key={id} className="flex items-center gap-2 py-1 ps-3 pe-1">
              <span className="w-5 shrink-0 text-fg-subtle tabular-nums">{index + 1}.</span>
              <span className="min-w-0 flex-1 break-words">{nameOf(id)}</span>
              <StepButtons name={nameOf(id)} index={index} ids={ids} onChange={onChange} />
            </li>
          ))}
        </ol>
      )}
      {rest.length > 0 && ids.length < 10 && (
        <Select
          // A new one after each choice: it never keeps a value.
          key={ids.length}
          aria-label="Add a channel to the escalation"
          placeholder={ids.length === 0 ? 'Choose who is told first…' : 'Then tell…'}
          options={rest.map((channel) => ({ value: channel.id, label: channelLabel(channel) }))}
          onValueChange={(id) => onChange([...ids, id])}
          className="sm:max-w-sm"
        />
      )}
    </div>
  )
}

interface StepButtonsProps {
  name: string
  index: number
  ids: readonly string[]
  onChange: (ids: string[]) => void
}

function StepButtons({ name, index, ids, onChange }: StepButtonsProps) {
  const move = (by: number) => {
    const moved = ids.filter((_, at) => at !== index)
    moved.splice(index + by, 0, ...ids.slice(index, index + 1))
    onChange(moved)
  }
  const button = { variant: 'ghost', size: 'icon-sm' } as const
  return (
    <>
      <Button {...button} aria-label={`Earlier: ${name}`} disabled={index === 0} onClick={() => move(-1)}>
        <ArrowUp aria-hidden="true" />
      </Button>
      <Button {...button} aria-label={`Later: ${name}`} disabled={index === ids.length - 1} onClick={() => move(1)}>
        <ArrowDown aria-hidden="true" />
      </Button>
      <Button
        {...button}
        aria-label={`Take out: ${name}`}
        onClick={() => onChange(ids.filter((_, at) => at !== index))}
      >
        <X aria-hidden="true" />
      </Button>
    </>
  )
}
