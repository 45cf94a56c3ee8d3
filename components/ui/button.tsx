import { cva, type VariantProps } from 'class-variance-authority'
import { Slot } from 'radix-ui'
import type { ComponentProps, MouseEvent } from 'react'
import { cn } from './cn'
import { Spinner } from './spinner'

/** Classes of a button, for what only looks like one: `<Link className={buttonVariants({ variant: 'secondary' })}>`. */
export const buttonVariants = cva(
  [
    'relative inline-flex shrink-0 select-none items-center justify-center gap-2 whitespace-nowrap rounded-md border font-medium',
    'transition-colors duration-100 disabled:opacity-50 aria-disabled:cursor-default',
    '[&_svg]:pointer-events-none [&_svg]:size-4 [&_svg]:shrink-0',
  ],
  {
    variants: {
      variant: {
        primary: 'border-transparent bg-accent text-on-accent shadow-panel hover:bg-accent-hover',
        secondary: 'border-line-strong bg-surface text-fg shadow-panel hover:bg-hover',
        ghost: 'border-transparent text-fg-muted hover:bg-hover hover:text-fg',
        danger: 'border-transparent bg-critical-solid text-on-critical shadow-panel hover:brightness-90',
        link: 'border-transparent text-accent-fg underline decoration-accent/40 underline-offset-4 hover:decoration-accent',
      },
      size: {
        sm: 'h-8 px-2.5 text-sm max-lg:h-10 max-lg:px-3',
        md: 'h-9 px-3.5 text-base max-lg:h-10',
        lg: 'h-11 px-5 text-lg',
        icon: 'size-9 max-lg:size-10',
        'icon-sm': 'size-8 max-lg:size-10',
      },
    },
    defaultVariants: { variant: 'secondary', size: 'md' },
  },
)

export interface ButtonProps extends ComponentProps<'button'>, VariantProps<typeof buttonVariants> {
  /** Renders the only child (a link, say) with the button's looks. `pending` has no effect then. */
  asChild?: boolean
  /** Work is under way: shows a ring over the kept width, keeps focus, ignores further presses. */
  pending?: boolean
}

const ignorePress = (event: MouseEvent) => event.preventDefault()

/** A press target of at least 40 px on phones. Submits nothing unless `type="submit"`; icon sizes need an `aria-label`. */
export function Button({ className, variant, size, asChild, pending, type, children, ...rest }: ButtonProps) {
  const classes = cn(buttonVariants({ variant, size }), className)
  if (asChild) {
    return (
      <Slot.Root className={classes} {...rest}>
        {children}
      </Slot.Root>
    )
  }
  if (!pending) {
    return (
      <button type={type ?? 'button'} className={classes} {...rest}>
        {children}
      </button>
    )
  }
  return (
    <button type={type ?? 'button'} className={classes} {...rest} aria-disabled="true" aria-busy onClick={ignorePress}>
      <span className="inline-flex items-center gap-2 opacity-0">{children}</span>
      <span className="absolute inset-0 grid place-items-center">
        <Spinner />
      </span>
    </button>
  )
}
