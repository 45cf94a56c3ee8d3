'use client'

import { Check, Copy, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button } from './button'

const icons = { idle: Copy, copied: Check, failed: TriangleAlert }
const words = { idle: '', copied: 'Copied', failed: 'The browser refused to copy' }

export interface CopyButtonProps {
  text: string
  /** What is copied: "Copy request id". */
  label: string
  className?: string
}

/** Copies a text and says whether it worked, to eyes and to screen readers. */
export function CopyButton({ text, label, className }: CopyButtonProps) {
  const [state, setState] = useState<keyof typeof icons>('idle')
  const Icon = icons[state]

  useEffect(() => {
    if (state === 'idle') return
    const timer = setTimeout(() => setState('idle'), 2000)
    return () => clearTimeout(timer)
  }, [state])

  async function copy() {
    try {
      await navigator.clipboard.writeText(text)
      setState('copied')
    } catch {
      // Without TLS browsers have no clipboard: the person is told, and can still select the text.
      setState('failed')
    }
  }

  return (
    <>
      <Button variant="ghost" size="icon-sm" aria-label={label} title={label} onClick={copy} className={className}>
        <Icon aria-hidden="true" />
      </Button>
      <span role="status" className="sr-only">
        {words[state]}
      </span>
    </>
  )
}
