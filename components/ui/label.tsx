import type { ComponentProps } from 'react'
import { cn } from './cn'

/** The name of a control. Inside a `Field` it is made for you. */
export function Label({ className, ...rest }: ComponentProps<'label'>) {
  return <label className={cn('font-medium text-fg text-sm', className)} {...rest} />
}
