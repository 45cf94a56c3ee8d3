import type { ComponentProps } from 'react'
import { cn } from './cn'

/** A plain table in a region that scrolls sideways by finger and by keyboard. `label` names it for screen readers. */
export function Table({ label, className, ...rest }: ComponentProps<'table'> & { label: string }) {
  return (
    // A region that scrolls must be reachable by keyboard.
    <section aria-label={label} tabIndex={0} className="relative overflow-x-auto focus-visible:-outline-offset-2">
      <table className={cn('w-full border-collapse text-start', className)} {...rest} />
    </section>
  )
}

export function TableRow({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={cn('border-line border-b last:border-b-0', className)} {...rest} />
}

export function TableHead({ className, scope = 'col', ...rest }: ComponentProps<'th'>) {
  return (
    <th
      scope={scope}
      className={cn('eyebrow h-9 whitespace-nowrap px-4 text-start font-normal', className)}
      {...rest}
    />
  )
}

export function TableCell({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={cn('h-11 px-4 py-2', className)} {...rest} />
}
