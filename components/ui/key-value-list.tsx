import type { ReactNode } from 'react'
import { cn } from './cn'

export interface KeyValue {
  label: string
  /** Null and undefined are shown as a dash. */
  value: ReactNode
  mono?: boolean
}

/** Facts of one thing, as name and value. Long values wrap, never overflow. */
export function KeyValueList({ items, className }: { items: readonly KeyValue[]; className?: string }) {
  return (
    <dl className={cn('grid grid-cols-[minmax(6rem,auto)_minmax(0,1fr)] gap-x-6', className)}>
      {items.map((item) => (
        <div key={item.label} className="col-span-2 grid grid-cols-subgrid border-line border-b py-2 last:border-b-0">
          <dt className="text-fg-muted">{item.label}</dt>
          <dd
            className={cn('min-w-0 break-words text-fg', item.mono && 'break-all font-mono text-sm leading-[1.375rem]')}
          >
            {item.value ?? <span className="text-fg-subtle">–</span>}
          </dd>
        </div>
      ))}
    </dl>
  )
}
