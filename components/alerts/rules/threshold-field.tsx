import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import type { RuleField } from '@/lib/alerts/rules/contract'

interface ThresholdFieldProps {
  field: RuleField
  text: string
  onText: (text: string) => void
  error: string | undefined
}

/** One number of a rule with its unit and its bounds. */
export function ThresholdField({ field, text, onText, error }: ThresholdFieldProps) {
  return (
    <Field label={field.title} hint={`${field.description}. ${boundsOf(field)}`} error={error}>
      <span className="flex items-center gap-2">
        <Input
          name={field.name}
          value={text}
          onChange={(event) => onText(event.target.value)}
          inputMode={field.isWhole ? 'numeric' : 'decimal'}
          autoComplete="off"
          className="w-32 text-end tabular-nums"
        />
        {field.unit !== null && <span className="text-fg-muted text-sm">{field.unit}</span>}
      </span>
    </Field>
  )
}

const number = new Intl.NumberFormat('en')

function boundsOf({ minimum, maximum, default: value }: RuleField): string {
  const from = minimum === null ? '' : `, from ${number.format(minimum)}`
  const to = maximum === null ? '' : ` to ${number.format(maximum)}`
  return `Default ${number.format(value)}${from}${to}.`
}
