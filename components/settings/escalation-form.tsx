'use client'

import type { AlertSettings } from '@/lib/alerts/contract'
import { ChannelChoice } from './channel-choice'
import { EscalationList } from './escalation-list'
import { MinutesField } from './minutes-field'
import { updateAlertSettings } from './queries'
import { SettingsForm } from './settings-form'
import { useDraft } from './use-draft'

const classes = [
  { key: 'criticalMinutes', label: 'Critical', maximum: 1_440 },
  { key: 'highMinutes', label: 'High', maximum: 1_440 },
  { key: 'mediumMinutes', label: 'Medium', maximum: 10_080 },
] as const

/** Who is told next when nobody acknowledges in time. */
export function EscalationForm({ stored }: { stored: AlertSettings['escalation'] }) {
  const draft = useDraft(stored, (escalation) => updateAlertSettings({ escalation }))
  const { value, set } = draft
  return (
    <SettingsForm
      title="Escalation"
      description="When nobody acknowledges in time, the next channel is told, one after the other."
      draft={draft}
    >
      <ChannelChoice>
        {(channels) => (
          <EscalationList channels={channels} ids={value.channelIds} onChange={(channelIds) => set({ channelIds })} />
        )}
      </ChannelChoice>
      <div className="grid gap-4 sm:grid-cols-3">
        {classes.map(({ key, label, maximum }) => (
          <MinutesField
            key={key}
            label={label}
            hint="Until the next is told."
            minimum={1}
            maximum={maximum}
            value={value[key]}
            onChange={(minutes) => set({ [key]: minutes })}
          />
        ))}
      </div>
    </SettingsForm>
  )
}
