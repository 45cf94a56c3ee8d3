'use client'

import { problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { TimeZonePicker } from '@/components/ui/time-zone-picker'
import { useNow } from '@/components/ui/use-now'
import type { CompanySettings } from '@/lib/settings/contract'
import { updateCompany } from './queries'
import { SettingsForm } from './settings-form'
import { useDraft } from './use-draft'

/** Who the company is and when its day begins. */
export function CompanyForm({ stored }: { stored: CompanySettings }) {
  const draft = useDraft(stored, updateCompany)
  const { value, set, error } = draft
  return (
    <SettingsForm
      title="Company"
      description="How messages call you, and by which clock."
      draft={draft}
      shownAt={['/name', '/timeZone']}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Name" required error={problemAt(error, '/name')}>
          <Input
            value={value.name}
            maxLength={120}
            autoComplete="organization"
            onChange={(event) => set({ name: event.target.value })}
          />
        </Field>
        <Field label="Time zone" hint={<TimeThere timeZone={value.timeZone} />} error={problemAt(error, '/timeZone')}>
          <TimeZonePicker value={value.timeZone} onValueChange={(timeZone) => set({ timeZone })} />
        </Field>
      </div>
    </SettingsForm>
  )
}

function TimeThere({ timeZone }: { timeZone: string }) {
  const now = useNow(30_000)
  if (now === null) return 'Quiet hours, the digest and the drill follow it.'
  const time = new Intl.DateTimeFormat('en-GB', { timeZone, weekday: 'long', hour: '2-digit', minute: '2-digit' })
  return `It is ${time.format(now)} there. Quiet hours, the digest and the drill follow it.`
}
