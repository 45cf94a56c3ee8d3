'use client'

import { useState } from 'react'
import { toast } from 'sonner'
import { useSubmit } from '@/components/ui/use-submit'

/**
 * Settings while they are changed: what is stored until somebody types, then what was typed, until it is saved or taken
 * back. What others save meanwhile does not overwrite it.
 */
export function useDraft<Value extends object>(stored: Value, save: (value: Value) => Promise<unknown>) {
  const [draft, setDraft] = useState<Value | null>(null)
  const [round, setRound] = useState(0)
  const begin = () => {
    setDraft(null)
    setRound((now) => now + 1)
  }
  const value = draft ?? stored
  const { submit, pending, error, reset } = useSubmit({
    run: save,
    done: () => {
      begin()
      toast.success('Saved')
    },
  })
  return {
    value,
    isChanged: draft !== null,
    set: (change: Partial<Value>) => setDraft({ ...value, ...change }),
    /** Another number after each save and discard: fields that keep what was typed begin anew with it. */
    round,
    discard: () => {
      begin()
      reset()
    },
    save: () => submit(value),
    pending,
    error,
  }
}
export type Draft<Value extends object> = ReturnType<typeof useDraft<Value>>
