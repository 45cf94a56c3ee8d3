'use client'

import { useState } from 'react'
import { minutesInWords } from '@/components/ui/duration'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'

export interface MinutesFieldProps {
  label: string
  /** What happens after them. */
  hint: string
  minimum: number
  maximum: number
  value: number
  onChange: (minutes: number) => void
}

/** Whole minutes, with what they come to. Says what is wrong at once and passes on only what is right. */
export function MinutesField({ label, hint, minimum, maximum, value, onChange }: MinutesFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const problem = typed === null ? undefined : `A whole number from ${minimum} to ${maximum.toLocaleString('en')}.`
  function type(text: string) {
    const minutes = /^\d{1,6}$/.test(text.trim()) ? Number(text) : Number.NaN
    const isRight = minutes >= minimum && minutes <= maximum
    setTyped(isRight ? null : text)
    if (isRight) onChange(minutes)
  }
  return (
    <Field label={label} hint={value < 60 ? hint : `${hint} That is ${minutesInWords(value)}.`} error={problem}>
      <span className="flex items-center gap-2">
        <MinutesInput value={typed ?? String(value)} onType={type} />
        <span aria-hidden="true" className="text-fg-muted">
          min
        </span>
      </span>
    </Field>
  )
}

function MinutesInput({ value, onType }: { value: string; onType: (text: string) => void }) {
  return (
    <Input
      inputMode="numeric"
      autoComplete="off"
      value={value}
      onChange={(event) => onType(event.target.value)}
      className="max-w-28"
    />
  )
}
