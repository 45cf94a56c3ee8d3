'use client'

import type { ComponentProps } from 'react'
import { cn } from './cn'
import { controlClasses } from './control'
import { useFieldControl } from './field'

/** A one-line text control; inside a `Field` it takes its id, description and validity from there. */
export function Input({ className, ...rest }: ComponentProps<'input'>) {
  const wiring = useFieldControl(rest)
  return <input className={cn(controlClasses, 'h-9 px-3 max-lg:h-11', className)} {...rest} {...wiring} />
}
