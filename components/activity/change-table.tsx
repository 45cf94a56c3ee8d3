import { cn } from '@/components/ui/cn'
import { inWords } from '@/components/ui/name-words'
import type { AuditEvent } from '@/lib/audit/contract'
import { type Change, changesOf, currencyOf } from './changes'
import { JsonValue } from './json-value'

/** What the event changed: the fields that differ, old and new side by side. */
export function ChangeTable({ event }: { event: AuditEvent }) {
  const changes = changesOf(event)
  const currency = currencyOf(event)
  const hasBefore = event.before !== null
  const hasAfter = event.after !== null
  return (
    <div className="overflow-hidden rounded-md border border-line">
      <table className="w-full table-fixed border-collapse text-start text-sm">
        <caption className="sr-only">Changed fields</caption>
        <thead>
          <tr className="border-line border-b bg-sunken">
            <HeaderCell className="w-[30%]">Field</HeaderCell>
            {hasBefore && <HeaderCell>Before</HeaderCell>}
            {hasAfter && <HeaderCell>After</HeaderCell>}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {changes.map((change) => (
            <tr key={change.field} className="align-top">
              <th scope="row" className="break-words px-3 py-2 text-start font-normal text-fg-muted">
                {inWords(change.field.replace(/Minor$/, ''))}
              </th>
              {hasBefore && <Side change={change} side="before" currency={currency} isCrossed={hasAfter} />}
              {hasAfter && <Side change={change} side="after" currency={currency} isCrossed={false} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

function HeaderCell({ className, children }: { className?: string; children: string }) {
  return (
    <th scope="col" className={cn('eyebrow h-8 px-3 text-start font-normal text-fg-muted', className)}>
      {children}
    </th>
  )
}

interface SideProps {
  change: Change
  side: 'before' | 'after'
  currency: string | undefined
  isCrossed: boolean
}

function Side({ change, side, currency, isCrossed }: SideProps) {
  const Mark = side === 'before' ? 'del' : 'ins'
  return (
    <td className={cn('px-3 py-2', side === 'before' ? 'bg-error-bg/60' : 'bg-success-bg/60')}>
      <Mark
        className={cn(
          'break-words text-fg no-underline',
          isCrossed && 'text-fg-muted line-through decoration-error-solid/60',
        )}
      >
        <JsonValue field={change.field} value={change[side]} currency={currency} />
      </Mark>
    </td>
  )
}
