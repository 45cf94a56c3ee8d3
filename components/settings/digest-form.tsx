'use client'

import { Checkbox } from '@/components/ui/checkbox'
import { problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SwitchField } from '@/components/ui/switch-field'
import type { AlertSettings } from '@/lib/alerts/contract'
import { ChannelChoice, channelLabel } from './channel-choice'
import { updateAlertSettings } from './queries'
import { SettingsForm } from './settings-form'
import { useDraft } from './use-draft'

type Digest = AlertSettings['digest']

/** The morning's summary: when, and to whom. */
export function DigestForm({ stored, timeZone }: { stored: Digest; timeZone: string }) {
  const draft = useDraft(stored, (digest) => updateAlertSettings({ digest }))
  const { value, set, error } = draft
  return (
    <SettingsForm
      title="Daily digest"
      description={`What happened since yesterday, by the clock of ${timeZone}.`}
      draft={draft}
      shownAt={['/digest/at']}
    >
      <SwitchField
        label="Send the digest"
        hint="Nothing to say is also said, in one line."
        checked={value.isOn}
        onCheckedChange={(isOn) => set({ isOn })}
      />
      {value.isOn && (
        <>
          <Field label="Sent at" className="sm:max-w-40" error={problemAt(error, '/digest/at')}>
            <Input type="time" required value={value.at} onChange={(event) => set({ at: event.target.value })} />
          </Field>
          <DigestChannels ids={value.channelIds} onChange={(channelIds) => set({ channelIds })} />
        </>
      )}
    </SettingsForm>
  )
}

function DigestChannels({ ids, onChange }: { ids: readonly string[]; onChange: (ids: string[]) => void }) {
  return (
    <fieldset className="grid min-w-0 gap-1">
      <legend className="mb-1 font-medium text-fg text-sm">Sent to</legend>
      <ChannelChoice>
        {(channels) => (
          <>
            <p className="text-fg-muted text-sm">None chosen means all channels of e-mail, Slack and Discord.</p>
            {channels.map((channel) => (
              <Checkbox
                key={channel.id}
                label={channelLabel(channel)}
                checked={ids.includes(channel.id)}
                onCheckedChange={(isChosen) =>
                  // Only channels that still exist are kept: others would be refused.
                  onChange(
                    channels.filter(({ id }) => (id === channel.id ? isChosen : ids.includes(id))).map(({ id }) => id),
                  )
                }
              />
            ))}
          </>
        )}
      </ChannelChoice>
    </fieldset>
  )
}
