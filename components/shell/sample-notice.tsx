'use client'

import { X } from 'lucide-react'
import { useState } from 'react'
import { Button } from '@/components/ui/button'

/** Says that what is seen is not real. Dismissing lasts until the next full load: it must not be forgotten for good. */
export function SampleNotice() {
  const [open, setOpen] = useState(true)
  if (!open) return null
  return (
    <section
      aria-label="Sample data"
      className="flex items-center gap-2 border-warning-border border-b bg-warning-bg ps-4 pe-2 text-sm text-warning-fg sm:ps-6"
    >
      <p className="flex-1 py-2">
        You are looking at sample data. Remove it with{' '}
        <code className="whitespace-nowrap font-medium font-mono text-xs">npx daybook seed --reset</code>.
      </p>
      <Button
        variant="ghost"
        size="icon-sm"
        aria-label="Dismiss"
        onClick={() => setOpen(false)}
        className="text-current"
      >
        <X aria-hidden="true" />
      </Button>
    </section>
  )
}
