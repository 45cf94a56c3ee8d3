'use client'

import { type FormEvent, type ReactNode, useEffect, useRef } from 'react'
import { Button } from '@/components/ui/button'
import { FailureNotice } from '@/components/ui/failure-notice'
import { Panel } from '@/components/ui/panel'
import type { Draft } from './use-draft'

interface SettingsFormProps<Value extends object> {
  title: string
  description: string
  draft: Draft<Value>
  /** Pointers whose sentences stand at their fields. */
  shownAt?: readonly string[]
  children: ReactNode
}

/** Settings that are saved together. Its buttons appear when something was changed. */
export function SettingsForm<Value extends object>(props: SettingsFormProps<Value>) {
  const { title, description, draft, shownAt = [], children } = props
  const form = useRef<HTMLFormElement>(null)
  // The button that was pressed is gone afterwards: the keyboard goes on from where it stood.
  useEffect(() => {
    if (draft.round > 0) form.current?.focus()
  }, [draft.round])

  function send(event: FormEvent) {
    event.preventDefault()
    const wrong = form.current?.querySelector<HTMLElement>('[aria-invalid="true"]')
    // A field that says what is wrong with it holds back what cannot be saved.
    if (wrong && !draft.error) wrong.focus()
    else void draft.save()
  }
  return (
    <Panel title={title} description={description}>
      <form
        ref={form}
        tabIndex={-1}
        onSubmit={send}
        noValidate
        aria-label={title}
        className="grid grid-cols-1 gap-4 outline-none"
      >
        <FailureNotice error={draft.error} shownAt={shownAt} />
        <div key={draft.round} className="grid grid-cols-1 gap-4">
          {children}
        </div>
        {draft.isChanged && (
          <div className="flex flex-wrap justify-end gap-2">
            <Button variant="ghost" onClick={draft.discard}>
              Discard
            </Button>
            <Button variant="primary" type="submit" pending={draft.pending}>
              Save
            </Button>
          </div>
        )}
      </form>
    </Panel>
  )
}
