'use client'

import type { ComponentProps } from 'react'
import { cn } from './cn'
import { controlClasses } from './control'
import { useFieldControl } from './field'

/** A text control of several lines that grows with what is written, where the browser can. */
export function Textarea({ className, rows = 3, ...rest }: ComponentProps<'textarea'>) {
  const wiring = useFieldControl(rest)
  return (
    <textarea
      rows={rows}
      className={cn(controlClasses, 'field-sizing-content min-h-20 px-3 py-2', className)}
      {...rest}
      {...wiring}
    />
  )
}
