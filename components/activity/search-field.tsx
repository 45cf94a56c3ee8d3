'use client'

import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Input } from '@/components/ui/input'

const pauseMs = 400

/** Searches when the typing pauses, not with each key. */
export function SearchField({ value, onSearch }: { value: string; onSearch: (text: string) => void }) {
  const [text, setText] = useState(value)
  const [known, setKnown] = useState(value)
  if (known !== value) {
    // Changed from outside: "back", or a cleared filter.
    setKnown(value)
    if (text.trim() !== value) setText(value)
  }

  useEffect(() => {
    const wanted = text.trim()
    if (wanted === value) return
    const timer = setTimeout(() => onSearch(wanted), pauseMs)
    return () => clearTimeout(timer)
  }, [text, value, onSearch])

  return (
    <div className="relative min-w-0 flex-1 sm:max-w-72">
      <Search
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 start-3 my-auto size-4 text-fg-subtle"
      />
      <Input
        type="search"
        aria-label="Search the activity"
        placeholder="Search words, ids, numbers"
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="ps-9"
      />
    </div>
  )
}
