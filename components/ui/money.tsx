'use client'

import { useSyncExternalStore } from 'react'
import { formatMinor } from '@/lib/money'
import { cn } from './cn'

export interface MoneyProps {
  /** A whole number of the currency's smallest unit: cents for EUR, yen for JPY. */
  amountMinor: number
  /** ISO 4217 code. */
  currency: string
  className?: string
}

const neverChanges = () => () => {}

/** An amount with the currency's own number of decimals, in the viewer's notation once the page is live. */
export function Money({ amountMinor, currency, className }: MoneyProps) {
  const locale = useSyncExternalStore(
    neverChanges,
    () => navigator.language,
    () => 'en',
  )
  return (
    <data value={`${amountMinor} ${currency}`} className={cn('whitespace-nowrap tabular-nums', className)}>
      {formatMoney(amountMinor, currency, locale)}
    </data>
  )
}

function formatMoney(amountMinor: number, currency: string, locale: string): string {
  try {
    return formatMinor(amountMinor, currency, locale)
  } catch {
    // A code that is none must not take the page down; the raw pair shows what the row holds.
    return `${amountMinor} ${currency}`
  }
}
