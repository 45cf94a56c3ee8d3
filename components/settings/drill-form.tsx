'use client'

import { problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { SwitchField } from '@/components/ui/switch-field'
import { weekdays } from '@/components/ui/weekdays'
import type { AlertSettings } from '@/lib/alerts/contract'
import { updateAlertSettings } from './queries'
import { SettingsForm } from './settings-form'
import { useDraft } from './use-draft'

const days = weekdays.map(({ value, name }) => ({ value, label: name }))

/** The weekly test that somebody has to answer. */
export function DrillForm({ stored, timeZone }: { stored: AlertSettings['drill']; timeZone: string }) {
  const draft = useDraft(stored, (drill) => updateAlertSettings({ drill }))
  const { value, set, error } = draft
  return (
    <SettingsForm
      title="Weekly drill"
      description={`By the clock of ${timeZone}.`}
      draft={draft}
      shownAt={['/drill/at']}
    >
      <SwitchField
        label="Hold the drill"
        hint="A test message that somebody has to acknowledge, so that you know that messages arrive and are read."
        checked={value.isOn}
        onCheckedChange={(isOn) => set({ isOn })}
      />
      {value.isOn && (
        <div className="grid grid-cols-2 gap-4 sm:max-w-sm">
          <Field label="On">
            <Select
              options={days}
              value={String(value.weekday)}
              onValueChange={(weekday) => set({ weekday: Number(weekday) })}
            />
          </Field>
          <Field label="At" error={problemAt(error, '/drill/at')}>
            <Input type="time" required value={value.at} onChange={(event) => set({ at: event.target.value })} />
          </Field>
        </div>
      )}
    </SettingsForm>
  )
}
