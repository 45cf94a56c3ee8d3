'use client'

import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import type { ChannelType } from '@/lib/alerts/channels/contract'

type Declared = ChannelType['fields'][number]

interface ConfigFieldProps {
  field: Declared
  value: string
  onChange: (value: string) => void
  error: string | undefined
  /** The end of the stored secret, when there is one. */
  stored: string | undefined
  isRenewed: boolean
  onRenew: () => void
}

const inputTypes: Record<Exclude<Declared['kind'], 'select'>, { type: string; inputMode?: 'url' | 'email' | 'tel' }> = {
  text: { type: 'text' },
  url: { type: 'text', inputMode: 'url' },
  email: { type: 'text', inputMode: 'email' },
  emails: { type: 'text', inputMode: 'email' },
  phone: { type: 'text', inputMode: 'tel' },
  phones: { type: 'text', inputMode: 'tel' },
  password: { type: 'password' },
}

/** One setting of a channel, as its kind declares it. */
export function ConfigField(props: ConfigFieldProps) {
  const { field, error, stored, isRenewed, onRenew } = props
  return (
    <div className="grid gap-2">
      <Field
        label={field.title}
        required={field.isRequired}
        optional={!field.isRequired}
        error={error}
        hint={hintOf(props)}
      >
        <Control {...props} />
      </Field>
      {field.isGenerated && stored && (
        <Button size="sm" className="justify-self-start" onClick={onRenew} aria-pressed={isRenewed}>
          {isRenewed ? 'Keep the stored one' : 'Make a new one'}
        </Button>
      )}
    </div>
  )
}

function hintOf({ field, stored, isRenewed }: ConfigFieldProps): string {
  if (isRenewed) return 'A new one is made when you save, and shown once. The old one stops working.'
  return stored ? 'Stored. Leave it empty to keep it.' : field.help
}

function Control({ field, value, onChange, stored, isRenewed }: ConfigFieldProps) {
  if (field.kind === 'select')
    return (
      <Select
        options={field.options.map((option) => ({ value: option, label: option }))}
        value={value}
        onValueChange={onChange}
      />
    )
  return (
    <Input
      {...inputTypes[field.kind]}
      name={field.name}
      value={value}
      onChange={(event) => onChange(event.target.value)}
      placeholder={stored ?? field.placeholder}
      maxLength={2000}
      autoComplete={field.kind === 'password' ? 'new-password' : 'off'}
      spellCheck={false}
      disabled={isRenewed}
    />
  )
}
