'use client'

import type { AlertSettings } from '@/lib/alerts/contract'
import { MinutesField } from './minutes-field'
import { updateAlertSettings } from './queries'
import { SettingsForm } from './settings-form'
import { useDraft } from './use-draft'

/** How often the same trouble is told. */
export function TellingForm({ stored }: { stored: AlertSettings }) {
  const { cooldownMinutes, reminderMinutes } = stored
  const draft = useDraft({ cooldownMinutes, reminderMinutes }, updateAlertSettings)
  return (
    <SettingsForm title="Messages" description="Ten minutes of trouble are one message, not six hundred." draft={draft}>
      <div className="grid gap-4 sm:grid-cols-2">
        <MinutesField
          label="Cooldown"
          hint="The same alert is told to a channel once in this time."
          minimum={1}
          maximum={1_440}
          value={draft.value.cooldownMinutes}
          onChange={(minutes) => draft.set({ cooldownMinutes: minutes })}
        />
        <MinutesField
          label="Reminder"
          hint="Trouble that lasts and that nobody acknowledged is told again."
          minimum={10}
          maximum={10_080}
          value={draft.value.reminderMinutes}
          onChange={(minutes) => draft.set({ reminderMinutes: minutes })}
        />
      </div>
    </SettingsForm>
  )
}
