'use client'

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'

export interface SubmitOptions<Input, Output> {
  run: (input: Input) => Promise<Output>
  /** What to say or show when it worked. */
  done?: (output: Output) => void
  /** What to say when it failed and nothing on the page shows `error`. */
  failed?: (error: Error) => void
}

export interface Submit<Input> {
  /** Sends once: while an answer is awaited, further calls do nothing. Never rejects. */
  submit: (input: Input) => Promise<void>
  pending: boolean
  error: Error | null
  reset: () => void
}

/**
 * One way to change something. Afterwards everything loaded counts as old, because the records hang together: a payment
 * changes an invoice, a lead, a student and the lists of all three. A lost race (409) means the page is old as well.
 */
export function useSubmit<Input, Output>({ run, done, failed }: SubmitOptions<Input, Output>): Submit<Input> {
  const client = useQueryClient()
  const underWay = useRef(false)
  const mutation = useMutation({
    mutationFn: run,
    onSuccess: async (output) => {
      done?.(output)
      await client.invalidateQueries()
    },
    onError: async (error) => {
      failed?.(error)
      if ('status' in error && error.status === 409) await client.invalidateQueries()
    },
  })

  async function submit(input: Input) {
    if (underWay.current) return
    underWay.current = true
    // The failure is kept in `mutation.error`, which the caller shows.
    await mutation.mutateAsync(input).catch(() => undefined)
    underWay.current = false
  }

  return { submit, pending: mutation.isPending, error: mutation.error, reset: mutation.reset }
}
