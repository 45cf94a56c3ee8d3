import type { ComponentProps, ReactNode } from 'react'
import { cn } from './cn'
import { type Tone, toneBox } from './tone'

export interface BadgeProps extends ComponentProps<'span'> {
  tone?: Tone
  icon?: ReactNode
}

/** A short word in its tone. Critical is the only filled one, so that it is found first. */
export function Badge({ tone = 'neutral', icon, className, children, ...rest }: BadgeProps) {
  return (
    <span
      className={cn(
        'inline-flex h-5 items-center gap-1 whitespace-nowrap rounded-sm border px-1.5 font-medium text-2xs [&_svg]:size-3',
        tone === 'critical' ? 'border-critical-solid bg-critical-solid text-on-critical' : toneBox[tone],
        className,
      )}
      {...rest}
    >
      {icon}
      {children}
    </span>
  )
}
