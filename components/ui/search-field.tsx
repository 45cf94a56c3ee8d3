'use client'

import { Search, X } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import { cn } from './cn'
import { Input } from './input'

export interface SearchFieldProps {
  /** What is searched: "Search leads". Read out, and shown while empty unless `placeholder` says more. */
  label: string
  placeholder?: string
  /** The search in force. */
  value: string
  /** Called when typing has paused, with blanks around the text removed. */
  onSearch: (text: string) => void
  className?: string
}

const pauseMs = 250

/** A search that follows the typing without asking for every letter. Escape empties it. */
export function SearchField({ label, placeholder = label, value, onSearch, className }: SearchFieldProps) {
  const [text, setText] = useState(value)
  const asked = useRef(value)

  // The address changed by itself (back button, "show all"): the field follows, but never fights the typing.
  useEffect(() => {
    if (value === asked.current) return
    asked.current = value
    setText(value)
  }, [value])

  useEffect(() => {
    const wanted = text.trim()
    if (wanted === asked.current) return
    const timer = setTimeout(() => {
      asked.current = wanted
      onSearch(wanted)
    }, pauseMs)
    return () => clearTimeout(timer)
  }, [text, onSearch])

  return (
    <div className={cn('relative', className)}>
      <Search
        className="pointer-events-none absolute inset-y-0 start-3 my-auto size-4 text-fg-subtle"
        aria-hidden="true"
      />
      <Input
        type="search"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        maxLength={200}
        autoComplete="off"
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && setText('')}
        className="px-9 [&::-webkit-search-cancel-button]:hidden"
      />
      {text && (
        <button
          type="button"
          aria-label="Clear search"
          onClick={() => setText('')}
          className="absolute inset-y-0 end-0 grid w-9 place-items-center rounded-md text-fg-subtle hover:text-fg"
        >
          <X className="size-4" aria-hidden="true" />
        </button>
      )}
    </div>
  )
}
