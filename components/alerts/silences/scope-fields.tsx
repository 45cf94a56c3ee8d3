'use client'

import { useQuery } from '@tanstack/react-query'
import { problemAt } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Select } from '@/components/ui/select'
import { ruleNamesQuery } from './queries'

/** Which alerts are meant; empty means every one. */
export interface Scope {
  rule: string
  source: string
}

export const everyAlert: Scope = { rule: '', source: '' }

/** As the API takes it: what is empty is left out. */
export function scopeInput({ rule, source }: Scope): { rule?: string; source?: string } {
  return { ...(rule === '' ? {} : { rule }), ...(source.trim() === '' ? {} : { source: source.trim() }) }
}

interface ScopeFieldsProps {
  scope: Scope
  onChange: (scope: Scope) => void
  error: Error | null
}

/** Of which rule and which system the alerts are. */
export function ScopeFields({ scope, onChange, error }: ScopeFieldsProps) {
  const rules = useQuery(ruleNamesQuery())
  const known = (rules.data ?? []).map(({ name, title }) => ({ value: name, label: title }))
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <Field
        label="Rule"
        hint={rules.isError ? 'The rules could not be loaded: all of them are meant.' : undefined}
        error={problemAt(error, '/rule')}
      >
        <Select
          options={[{ value: 'all', label: 'All rules' }, ...known]}
          value={scope.rule === '' ? 'all' : scope.rule}
          onValueChange={(rule) => onChange({ ...scope, rule: rule === 'all' ? '' : rule })}
        />
      </Field>
      <Field
        label="Source"
        optional
        hint="The name of one system, such as daybook. Empty means every system."
        error={problemAt(error, '/source')}
      >
        <Input
          value={scope.source}
          maxLength={200}
          autoComplete="off"
          onChange={(event) => onChange({ ...scope, source: event.target.value })}
        />
      </Field>
    </div>
  )
}
