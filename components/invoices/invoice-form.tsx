'use client'

import { type FormEvent, type ReactNode, useEffect, useRef } from 'react'
import { FailureNotice } from '@/components/ui/failure-notice'
import { Field } from '@/components/ui/field'
import { FormActions } from '@/components/ui/form-actions'
import { Input } from '@/components/ui/input'
import { Panel } from '@/components/ui/panel'
import { Select } from '@/components/ui/select'
import type { InvoiceInput } from '@/lib/invoices/contract'
import { currencyOptions } from './currencies'
import type { InvoiceDraft } from './invoice-draft'
import { InvoiceLinesField } from './invoice-lines-field'
import { InvoiceSums } from './invoice-sums'
import { MoneyInput } from './money-input'
import { moneyHint } from './money-text'
import { useInvoiceDraft } from './use-invoice-draft'

export interface InvoiceFormProps {
  initial: () => InvoiceDraft
  /** A stored invoice keeps its currency. */
  currencyIsFixed?: boolean
  error: Error | null
  onSubmit: (input: InvoiceInput) => void
  /** The buttons at the end; one of them submits. */
  children: ReactNode
}

/** An invoice as it is typed: lines, currency and terms, with live totals. Nothing is sent before it adds up. */
export function InvoiceForm({ initial, currencyIsFixed, error, onSubmit, children }: InvoiceFormProps) {
  const state = useInvoiceDraft(initial, error)
  const { draft, read, set, leave, problemFor } = state
  const form = useRef<HTMLFormElement>(null)

  useEffect(() => {
    if (error) focusProblem(form.current)
  }, [error])

  function submit(event: FormEvent) {
    event.preventDefault()
    state.submitted()
    if (read.input) onSubmit(read.input)
    else requestAnimationFrame(() => focusProblem(form.current))
  }

  return (
    <form ref={form} onSubmit={submit} noValidate className="grid grid-cols-1 gap-5 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <div className="grid grid-cols-1 content-start gap-5">
        <FailureNotice error={error} shownAt={[...read.problems.keys(), '/lines', '/payableNowMinor', '/dueDate']} />
        <InvoiceLinesField state={state} />
      </div>
      <div className="grid content-start gap-5 lg:sticky lg:top-8 lg:self-start">
        <Panel title="Terms">
          <div className="grid gap-4">
            <Field
              label="Currency"
              hint={currencyIsFixed ? 'Fixed when the invoice was made.' : undefined}
              error={problemFor('/currency')}
            >
              <Select
                options={currencyOptions(draft.currency)}
                value={draft.currency}
                onValueChange={(currency) => set({ currency })}
                disabled={currencyIsFixed ?? false}
              />
            </Field>
            <Field
              label="Payable now"
              optional
              hint="The least the first payment may be. Empty means everything."
              error={problemFor('/payableNowMinor')}
            >
              <MoneyInput
                currency={draft.currency}
                value={draft.payableNow}
                onChange={(payableNow) => set({ payableNow })}
                onBlur={() => leave('/payableNowMinor')}
                placeholder="Everything"
              />
            </Field>
            <Field label="Due date" optional error={problemFor('/dueDate')}>
              <Input
                type="date"
                value={draft.dueDate}
                min="1990-01-01"
                max="2199-12-31"
                onChange={(event) => set({ dueDate: event.target.value })}
              />
            </Field>
            <p className="text-fg-muted text-sm">{moneyHint(draft.currency)}</p>
          </div>
        </Panel>
        <InvoiceSums read={read} currency={draft.currency} />
      </div>
      <FormActions className="lg:col-span-2 lg:border-line lg:border-t lg:pt-4">{children}</FormActions>
    </form>
  )
}

function focusProblem(form: HTMLFormElement | null) {
  form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus()
}
