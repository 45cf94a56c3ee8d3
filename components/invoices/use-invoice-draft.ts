'use client'

import { useState } from 'react'
import { problemAt } from '@/components/ui/failure-notice'
import { emptyLine, type InvoiceDraft, type LineDraft, readDraft } from './invoice-draft'

/** An invoice being typed: what is in the fields, what it amounts to, and which sentences are due by now. */
export function useInvoiceDraft(initial: () => InvoiceDraft, error: Error | null) {
  const [draft, setDraft] = useState(initial)
  const [left, setLeft] = useState<ReadonlySet<string>>(new Set())
  const [wasSubmitted, setSubmitted] = useState(false)
  const [addedKey, setAddedKey] = useState<string>()
  const read = readDraft(draft)

  const setLines = (change: (lines: readonly LineDraft[]) => readonly LineDraft[]) =>
    setDraft((now) => ({ ...now, lines: change(now.lines) }))

  return {
    draft,
    read,
    set: (changes: Partial<Omit<InvoiceDraft, 'lines'>>) => setDraft((now) => ({ ...now, ...changes })),
    setLine: (key: string, changes: Partial<LineDraft>) =>
      setLines((lines) => lines.map((line) => (line.key === key ? { ...line, ...changes } : line))),
    /** The line that was added last, whose first field wants the focus. */
    addedKey,
    addLine: () => {
      const line = emptyLine()
      setAddedKey(line.key)
      setLines((lines) => [...lines, line])
    },
    removeLine: (key: string) => {
      setLines((lines) => lines.filter((line) => line.key !== key))
      // Pointers count lines: after a removal they would point at the neighbours.
      setLeft(new Set())
    },
    /** A field was left: from now on its problem is said. */
    leave: (pointer: string) => setLeft((now) => new Set(now).add(pointer)),
    /** From now on every problem is said. */
    submitted: () => setSubmitted(true),
    problemFor: (pointer: string): string | undefined => {
      const own = wasSubmitted || left.has(pointer) ? read.problems.get(pointer) : undefined
      return own ?? problemAt(error, pointer)
    },
  }
}

export type InvoiceDraftState = ReturnType<typeof useInvoiceDraft>
