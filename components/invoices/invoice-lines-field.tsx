'use client'

import { Plus, Trash2 } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { Field } from '@/components/ui/field'
import { focusOnMount } from '@/components/ui/focus-on-mount'
import { Input } from '@/components/ui/input'
import { Money } from '@/components/ui/money'
import { Panel } from '@/components/ui/panel'
import { maxLines } from './invoice-draft'
import { MoneyInput } from './money-input'
import type { InvoiceDraftState } from './use-invoice-draft'

/** The lines of an invoice being typed: one row each, and a small form each on phones. */
export function InvoiceLinesField({ state }: { state: InvoiceDraftState }) {
  const { draft, addLine, problemFor } = state
  const problem = problemFor('/lines')
  return (
    <Panel
      title="Lines"
      description="A discount is a line with a price below zero."
      footer={
        <Button size="sm" onClick={addLine} disabled={draft.lines.length >= maxLines} className="max-sm:w-full">
          <Plus aria-hidden="true" />
          Add line
        </Button>
      }
    >
      <div className="-my-4 divide-y divide-line">
        {draft.lines.map((line, at) => (
          <LineFields key={line.key} state={state} at={at} />
        ))}
      </div>
      {problem && (
        <p role="alert" className="mt-6 text-error-fg text-sm">
          {problem}
        </p>
      )}
    </Panel>
  )
}

function LineFields({ state, at }: { state: InvoiceDraftState; at: number }) {
  const { draft, read, setLine, leave, removeLine, problemFor } = state
  const line = draft.lines[at]
  if (!line) return null
  const total = read.lineTotalsMinor[at] ?? null
  const pointer = (field: string) => `/lines/${at}/${field}`
  return (
    <fieldset className="grid grid-cols-[5rem_minmax(0,1fr)_2.5rem] items-start gap-x-3 gap-y-3 py-4 md:grid-cols-[minmax(0,1fr)_5rem_9.5rem_7.5rem_2.25rem] lg:max-xl:grid-cols-[minmax(0,1fr)_4rem_8.5rem_6rem_2.25rem]">
      <legend className="sr-only">Line {at + 1}</legend>
      <Field label="Description" error={problemFor(pointer('description'))} className="max-md:col-span-3">
        <Input
          value={line.description}
          onChange={(event) => setLine(line.key, { description: event.target.value })}
          onBlur={() => leave(pointer('description'))}
          maxLength={200}
          // Who presses "Add line" writes there next.
          ref={line.key === state.addedKey ? focusOnMount : null}
          autoComplete="off"
        />
      </Field>
      <Field label="Quantity" error={problemFor(pointer('quantity'))}>
        <Input
          value={line.quantity}
          onChange={(event) => setLine(line.key, { quantity: event.target.value })}
          onBlur={() => leave(pointer('quantity'))}
          inputMode="numeric"
          maxLength={6}
          autoComplete="off"
          className="text-end"
        />
      </Field>
      <Field label="Unit price" error={problemFor(pointer('unitPriceMinor'))} className="max-md:col-span-2">
        <MoneyInput
          currency={draft.currency}
          value={line.unitPrice}
          onChange={(unitPrice) => setLine(line.key, { unitPrice })}
          onBlur={() => leave(pointer('unitPriceMinor'))}
        />
      </Field>
      <p className="flex items-baseline gap-2 max-md:col-span-2 max-md:self-center md:grid md:justify-items-end md:gap-1.5">
        <span className="font-medium text-fg-muted text-sm md:text-fg">Line total</span>
        <output className="font-medium tabular-nums md:pt-2">
          {total === null ? (
            <span className="text-fg-subtle">–</span>
          ) : (
            <Money amountMinor={Number(total)} currency={draft.currency} />
          )}
        </output>
      </p>
      <Button
        variant="ghost"
        size="icon"
        aria-label={`Remove line ${at + 1}`}
        onClick={() => removeLine(line.key)}
        disabled={draft.lines.length === 1}
        className="justify-self-end md:mt-[1.625rem]"
      >
        <Trash2 aria-hidden="true" />
      </Button>
    </fieldset>
  )
}
