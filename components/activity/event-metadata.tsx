import { CodeBlock } from '@/components/ui/code-block'
import { KeyValueList } from '@/components/ui/key-value-list'
import { asLabel } from '@/components/ui/name-words'
import type { AuditEvent } from '@/lib/audit/contract'
import { asObject, currencyOf, inReadingOrder, isNested } from './changes'
import { EventSection } from './event-section'
import { JsonValue } from './json-value'

/** What else was noted: plain values by name, nested ones as JSON. */
export function EventMetadata({ event }: { event: AuditEvent }) {
  if (event.metadata === null) return null
  const object = asObject(event.metadata)
  const entries = inReadingOrder(Object.entries(object ?? {}))
  const plain = entries.filter(([, value]) => !isNested(value))
  const nested = entries.filter(([, value]) => isNested(value))
  if (object && entries.length === 0) return null
  const currency = currencyOf(event)
  return (
    <EventSection title="Noted with it">
      {plain.length > 0 && (
        <KeyValueList
          items={plain.map(([key, value]) => ({
            label: asLabel(key.replace(/Minor$/, '')),
            value: <JsonValue field={key} value={value} currency={currency} />,
          }))}
        />
      )}
      <div className="mt-2 grid gap-2 empty:hidden">
        {nested.map(([key, value]) => (
          <CodeBlock key={key} label={asLabel(key)} code={JSON.stringify(value, null, 2)} />
        ))}
        {!object && <CodeBlock label="Metadata" code={JSON.stringify(event.metadata, null, 2)} />}
      </div>
    </EventSection>
  )
}
