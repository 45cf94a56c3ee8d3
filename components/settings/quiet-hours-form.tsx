'use client'

import { problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SwitchField } from '@/components/ui/switch-field'
import type { AlertSettings } from '@/lib/alerts/contract'
import { updateAlertSettings } from './queries'
import { SettingsForm } from './settings-form'
import { useDraft } from './use-draft'

interface QuietHoursFormProps {
  stored: AlertSettings['quietHours']
  timeZone: string
}

/** When only what is critical may wake somebody. */
export function QuietHoursForm({ stored, timeZone }: QuietHoursFormProps) {
  const draft = useDraft(stored, (quietHours) => updateAlertSettings({ quietHours }))
  const { value, set, error } = draft
  return (
    <SettingsForm
      title="Quiet hours"
      description={`By the clock of ${timeZone}.`}
      draft={draft}
      shownAt={['/quietHours/from', '/quietHours/to']}
    >
      <SwitchField
        label="Keep quiet at these hours"
        hint="Critical alerts are told at once. Everything else waits until they end."
        checked={value.isOn}
        onCheckedChange={(isOn) => set({ isOn })}
      />
      {value.isOn && (
        <div className="grid grid-cols-2 gap-4 sm:max-w-xs">
          <Field label="From" error={problemAt(error, '/quietHours/from')}>
            <Input type="time" required value={value.from} onChange={(event) => set({ from: event.target.value })} />
          </Field>
          <Field
            label="To"
            hint={value.from > value.to ? 'The next day.' : undefined}
            error={problemAt(error, '/quietHours/to')}
          >
            <Input type="time" required value={value.to} onChange={(event) => set({ to: event.target.value })} />
          </Field>
        </div>
      )}
    </SettingsForm>
  )
}
