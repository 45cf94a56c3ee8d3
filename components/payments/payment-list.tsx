'use client'

import { CreditCard } from 'lucide-react'
import Link from 'next/link'
import { Button } from '@/components/ui/button'
import type { EmptyStateProps } from '@/components/ui/empty-state'
import { PageHeader } from '@/components/ui/page-header'
import { PagedList } from '@/components/ui/paged-list'
import type { PaymentMethod } from '@/lib/payments/contract'
import { PaymentTable } from './payment-table'
import { paymentsQuery } from './queries'

const methods = ['BANK_TRANSFER', 'CARD', 'CASH', 'OTHER'] as const satisfies readonly PaymentMethod[]

const noPayments: EmptyStateProps = {
  icon: CreditCard,
  title: 'No payments yet',
  description: 'The first payment is booked on an invoice, with “Pay and convert”.',
  action: (
    <Button variant="primary" asChild>
      <Link href="/dashboard/invoices">Go to invoices</Link>
    </Button>
  ),
}

/** All money that came in, newest first. */
export function PaymentList() {
  return (
    <>
      <PageHeader title="Payments" description="All money that came in, newest first." />
      <PagedList
        nouns={['payment', 'payments']}
        icon={CreditCard}
        searchHint="Student, invoice or reference"
        filter={{ name: 'method', values: methods }}
        queryOf={(search, method, rows) => paymentsQuery({ search, method }, rows)}
        empty={noPayments}
      >
        {(payments) => <PaymentTable payments={payments} />}
      </PagedList>
    </>
  )
}
