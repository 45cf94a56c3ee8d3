'use client'

import { Check, ChevronDown } from 'lucide-react'
import { Popover } from 'radix-ui'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { cn } from './cn'
import { controlClasses } from './control'
import { useFieldControl } from './field'

export interface ComboboxProps {
  options: readonly string[]
  value: string
  onValueChange: (value: string) => void
  /** What is searched: "Search time zones". */
  searchLabel: string
  /** Shown when nothing fits. */
  nothing: string
  id?: string
}

/** Chooses one of many words, found by typing parts of it. Arrow keys walk, Enter takes, Escape leaves all as it was. */
export function Combobox(props: ComboboxProps) {
  const { value, onValueChange } = props
  const [isOpen, setOpen] = useState(false)
  const wiring = useFieldControl({ id: props.id })
  const take = (option: string) => {
    onValueChange(option)
    setOpen(false)
  }
  return (
    <Popover.Root modal open={isOpen} onOpenChange={setOpen}>
      <Popover.Trigger
        {...wiring}
        className={cn(controlClasses, 'flex h-9 items-center justify-between gap-2 px-3 text-start max-lg:h-11')}
      >
        <span className="truncate">{value}</span>
        <ChevronDown className="size-4 shrink-0 text-fg-subtle" aria-hidden="true" />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          align="start"
          sideOffset={4}
          collisionPadding={8}
          aria-label={props.searchLabel}
          className="z-50 w-(--radix-popover-trigger-width) min-w-56 animate-rise-in overflow-hidden rounded-lg border border-line-strong bg-raised shadow-pop"
        >
          <Choices {...props} take={take} />
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  )
}

/** Every word that is typed must stand in the option; blanks and underscores are the same. */
export function matching(options: readonly string[], typed: string): string[] {
  const words = plain(typed).split(' ').filter(Boolean)
  return options.filter((option) => words.every((word) => plain(option).includes(word)))
}

const plain = (text: string) => text.toLowerCase().replaceAll('_', ' ')

function Choices({ options, value, searchLabel, nothing, take }: ComboboxProps & { take: (option: string) => void }) {
  const [typed, setTyped] = useState('')
  const found = matching(options, typed)
  const [at, setAt] = useState(() => Math.max(0, options.indexOf(value)))
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const current = Math.min(at, found.length - 1)

  useEffect(() => {
    list.current?.children.item(current)?.scrollIntoView({ block: 'nearest' })
  }, [current])

  function press(event: KeyboardEvent) {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10 }
    const step = steps[event.key]
    const chosen = found[current]
    if (step !== undefined) setAt(Math.max(0, Math.min(current + step, found.length - 1)))
    else if (event.key === 'Enter' && chosen !== undefined) take(chosen)
    else return
    event.preventDefault()
  }

  return (
    <>
      <input
        role="combobox"
        aria-label={searchLabel}
        aria-expanded="true"
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={found.length > 0 ? `${listId}-${current}` : undefined}
        value={typed}
        placeholder={searchLabel}
        autoComplete="off"
        onChange={(event) => {
          setTyped(event.target.value)
          setAt(0)
        }}
        onKeyDown={press}
        className="h-10 w-full border-line border-b bg-transparent px-3 text-base outline-none placeholder:text-fg-subtle focus-visible:-outline-offset-2 max-lg:h-12 max-lg:text-[16px]"
      />
      <div ref={list} id={listId} role="listbox" aria-label={searchLabel} className="max-h-60 overflow-y-auto p-1">
        {found.map((option, index) => (
          <div
            key={option}
            id={`${listId}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={option === value}
            onClick={() => take(option)}
            onKeyDown={press}
            className={cn(
              'relative flex min-h-8 cursor-default items-center rounded-sm ps-7 pe-3 text-base hover:bg-hover max-lg:min-h-11',
              index === current && 'bg-hover',
            )}
          >
            {option === value && <Check className="absolute start-2 size-3.5 text-accent-fg" aria-hidden="true" />}
            {option}
          </div>
        ))}
      </div>
      {found.length === 0 && (
        <p role="status" className="px-3 pb-3 text-fg-muted text-sm">
          {nothing}
        </p>
      )}
    </>
  )
}
