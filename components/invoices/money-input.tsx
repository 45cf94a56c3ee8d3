'use client'

import { Input } from '@/components/ui/input'

export interface MoneyInputProps {
  currency: string
  name?: string
  value: string
  onChange: (text: string) => void
  onBlur?: () => void
  /** Shown while empty: what an empty field stands for. */
  placeholder?: string
}

/** A field for an amount in major units, with its currency at the end. It keeps what is typed; `parseMoney` reads it. */
export function MoneyInput({ currency, value, onChange, ...rest }: MoneyInputProps) {
  return (
    <span className="relative block">
      <Input
        {...rest}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        inputMode="decimal"
        autoComplete="off"
        maxLength={40}
        className="pe-12 text-end"
      />
      <span
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 end-3 grid place-items-center font-mono text-fg-subtle text-xs"
      >
        {currency}
      </span>
    </span>
  )
}
