import { Money } from '@/components/ui/money'
import { Time } from '@/components/ui/time'
import { isAmount, type Json } from './changes'

const isoInstant = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/

export interface JsonValueProps {
  field: string
  value: Json | undefined
  currency?: string | undefined
}

/** One value as a person would write it; what is nested stays JSON. */
export function JsonValue({ field, value, currency }: JsonValueProps) {
  if (value === undefined || value === null) return <span className="text-fg-subtle">nothing</span>
  if (value === '') return <span className="text-fg-subtle">empty</span>
  if (currency && isAmount(field, value)) return <Money amountMinor={value} currency={currency} />
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  if (typeof value === 'string' && isoInstant.test(value)) return <Time iso={value} format="datetime" />
  if (typeof value === 'object')
    return <code className="whitespace-pre-wrap break-words font-mono text-xs">{JSON.stringify(value, null, 2)}</code>
  return <span className="whitespace-pre-wrap break-words">{String(value)}</span>
}
