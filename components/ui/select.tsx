'use client'

import { Check, ChevronDown } from 'lucide-react'
import { Select as Radix } from 'radix-ui'
import { cn } from './cn'
import { controlClasses } from './control'
import { useFieldControl } from './field'

export interface SelectOption<Value extends string = string> {
  /** Never empty: use a word such as `all` for "no filter". */
  value: Value
  label: string
  disabled?: boolean
}

export interface SelectProps<Value extends string = string> {
  options: readonly SelectOption<Value>[]
  value?: Value | undefined
  defaultValue?: Value | undefined
  onValueChange?: (value: Value) => void
  /** Adds a hidden native select, so that forms submit it. */
  name?: string
  placeholder?: string
  disabled?: boolean
  required?: boolean
  id?: string
  /** Needed outside a `Field`. */
  'aria-label'?: string
  className?: string
}

/** Chooses one of a closed set. Only values of `options` can come out of it. */
export function Select<Value extends string = string>(props: SelectProps<Value>) {
  const { options, value, defaultValue, onValueChange, name, placeholder = 'Choose…', className, ...rest } = props
  const wiring = useFieldControl({ id: rest.id })
  const choose = (chosen: string) => {
    const option = options.find((candidate) => candidate.value === chosen)
    if (option) onValueChange?.(option.value)
  }
  return (
    <Radix.Root
      onValueChange={choose}
      {...(value !== undefined && { value })}
      {...(defaultValue !== undefined && { defaultValue })}
      {...(name !== undefined && { name })}
      {...(rest.disabled !== undefined && { disabled: rest.disabled })}
      {...(rest.required !== undefined && { required: rest.required })}
    >
      <Radix.Trigger
        {...wiring}
        aria-label={rest['aria-label']}
        className={cn(
          controlClasses,
          'flex h-9 items-center justify-between gap-2 px-3 text-start data-placeholder:text-fg-subtle max-lg:h-11 [&>span]:truncate',
          className,
        )}
      >
        <Radix.Value placeholder={placeholder} />
        <Radix.Icon>
          <ChevronDown className="size-4 text-fg-subtle" aria-hidden="true" />
        </Radix.Icon>
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          className="z-50 max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) animate-rise-in overflow-hidden rounded-lg border border-line-strong bg-raised shadow-pop"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                disabled={option.disabled ?? false}
                className="relative flex h-8 cursor-default items-center rounded-sm ps-7 pe-3 text-base outline-none data-highlighted:bg-hover data-disabled:text-fg-subtle max-lg:h-10"
              >
                <Radix.ItemIndicator className="absolute start-2">
                  <Check className="size-3.5 text-accent-fg" aria-hidden="true" />
                </Radix.ItemIndicator>
                <Radix.ItemText>{option.label}</Radix.ItemText>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}
