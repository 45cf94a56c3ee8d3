'use client'

import { type FormEvent, type ReactNode, useState } from 'react'
import { Field } from '@/components/ui/field'
import { Input } from '@/components/ui/input'
import { Money } from '@/components/ui/money'
import { SegmentedControl } from '@/components/ui/segmented-control'
import { wordsOf } from '@/components/ui/words'
import type { PaymentInput, PaymentMethod } from '@/lib/payments/contract'
import { MoneyInput } from './money-input'
import { moneyHint, moneyText, parseMoney } from './money-text'

const methods = ['BANK_TRANSFER', 'CARD', 'CASH', 'OTHER'] as const satisfies readonly PaymentMethod[]
const segments = methods.map((method) => ({ value: method, label: wordsOf(method) }))

export interface PaymentFieldsProps {
  /** Lets the dialog's button submit the form. */
  id: string
  currency: string
  /** What is suggested, and between which amounts it must be. */
  amountMinor: number
  minMinor: number
  maxMinor: number
  /** What the server said about the amount. */
  amountError?: string | undefined
  onSubmit: (input: PaymentInput) => void
  /** Stands above the fields. */
  children?: ReactNode
}

/** Amount, method and reference of money that came in. */
export function PaymentFields(props: PaymentFieldsProps) {
  const { id, currency, minMinor, maxMinor, onSubmit, children } = props
  const [amount, setAmount] = useState(() => moneyText(props.amountMinor, currency))
  const [method, setMethod] = useState<PaymentMethod>('BANK_TRANSFER')
  const [reference, setReference] = useState('')
  const [isChecked, setChecked] = useState(false)
  const read = readAmount(amount, props)
  const problem = 'problem' in read && isChecked ? read.problem : props.amountError

  function submit(event: FormEvent) {
    event.preventDefault()
    setChecked(true)
    if ('amountMinor' in read) onSubmit({ amountMinor: read.amountMinor, method, reference: reference.trim() || null })
  }

  return (
    <form id={id} onSubmit={submit} noValidate className="grid grid-cols-1 gap-4">
      {children}
      <Field
        label="Amount"
        required
        error={problem}
        hint={
          <>
            {minMinor === maxMinor ? 'Exactly ' : 'From '}
            <Money amountMinor={minMinor} currency={currency} />
            {minMinor !== maxMinor && (
              <>
                {' to '}
                <Money amountMinor={maxMinor} currency={currency} />
              </>
            )}
            . {moneyHint(currency)}
          </>
        }
      >
        <MoneyInput currency={currency} value={amount} onChange={setAmount} onBlur={() => setChecked(true)} />
      </Field>
      <div className="grid gap-1.5">
        <span aria-hidden="true" className="font-medium text-sm">
          Method
        </span>
        <SegmentedControl aria-label="Method" segments={segments} value={method} onValueChange={setMethod} />
      </div>
      <Field label="Reference" optional hint="The line on the bank statement, or the receipt’s number.">
        <Input value={reference} onChange={(event) => setReference(event.target.value)} maxLength={140} />
      </Field>
    </form>
  )
}

function readAmount(text: string, { currency, minMinor, maxMinor }: PaymentFieldsProps) {
  const parsed = parseMoney(text, currency)
  if ('problem' in parsed) return parsed
  const say = (minor: number) => `${moneyText(minor, currency)} ${currency}`
  if (parsed.amountMinor < minMinor) return { problem: `At least ${say(minMinor)}.` }
  if (parsed.amountMinor > maxMinor) return { problem: `At most ${say(maxMinor)}.` }
  return parsed
}
