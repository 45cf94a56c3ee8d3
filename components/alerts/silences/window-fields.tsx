'use client'

import { problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { TimeZonePicker } from '@/components/ui/time-zone-picker'
import { ToggleGroup } from '@/components/ui/toggle-group'
import { weekdays } from '@/components/ui/weekdays'
import type { problemsOf, WindowDraft } from './window-draft'

interface WindowFieldsProps {
  draft: WindowDraft
  set: (change: Partial<WindowDraft>) => void
  problems: ReturnType<typeof problemsOf>
  /** What the server said. */
  error: Error | null
}

const kinds = [
  { value: 'weekly', label: 'Every week' },
  { value: 'once', label: 'Once' },
] as const

const dayOptions = weekdays.map(({ value, name }) => ({ value, label: <ShortDay name={name} /> }))

/** Read out by its name: a short form that is cut by markup would be read in two pieces. */
function ShortDay({ name }: { name: string }) {
  return (
    <>
      <span aria-hidden="true">{name.slice(0, 3)}</span>
      <span className="sr-only">{name}</span>
    </>
  )
}

/** What planned maintenance is called and when it is. */
export function WindowFields({ draft, set, problems, error }: WindowFieldsProps) {
  return (
    <>
      <Field label="Name" required error={problems.name ?? problemAt(error, '/name')}>
        <Input
          value={draft.name}
          maxLength={80}
          placeholder="Weekly update"
          autoComplete="off"
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
      <SegmentedControl
        aria-label="How often"
        segments={kinds}
        value={draft.kind}
        onValueChange={(kind) => set({ kind })}
        className="justify-self-start"
      />
      <DayField draft={draft} set={set} problems={problems} error={error} />
      <div className="grid grid-cols-2 gap-3 sm:grid-cols-3">
        <Field
          label="Begins at"
          required
          className="max-sm:col-span-2"
          error={problems.startsAt ?? problemAt(error, '/startsAt')}
        >
          <Input type="time" value={draft.startsAt} onChange={(event) => set({ startsAt: event.target.value })} />
        </Field>
        <Field label="Hours" error={problems.duration ?? problemAt(error, '/durationMinutes')}>
          <Input inputMode="numeric" value={draft.hours} onChange={(event) => set({ hours: event.target.value })} />
        </Field>
        <Field label="Minutes">
          <Input inputMode="numeric" value={draft.minutes} onChange={(event) => set({ minutes: event.target.value })} />
        </Field>
      </div>
      <Field
        label="Time zone"
        hint="It begins when a clock on the wall there shows the time, in summer and in winter."
        error={problemAt(error, '/timeZone')}
      >
        <TimeZonePicker value={draft.timeZone} onValueChange={(timeZone) => set({ timeZone })} />
      </Field>
    </>
  )
}

function DayField({ draft, set, problems, error }: WindowFieldsProps) {
  if (draft.kind === 'once')
    return (
      <Field label="Day" required error={problems.onDay ?? problemAt(error, '/onDay')}>
        <Input
          type="date"
          value={draft.onDay}
          max="2199-12-31"
          onChange={(event) => set({ onDay: event.target.value })}
        />
      </Field>
    )
  const problem = problems.days ?? problemAt(error, '/weekdays')
  return (
    <div className="grid gap-1.5">
      <span aria-hidden="true" className="font-medium text-sm">
        Days
      </span>
      <ToggleGroup
        aria-label="Days"
        options={dayOptions}
        values={draft.days}
        onValuesChange={(days) => set({ days })}
        className="max-w-md grid-cols-7"
      />
      {problem && (
        <p role="alert" className="text-error-fg text-sm">
          {problem}
        </p>
      )}
    </div>
  )
}
