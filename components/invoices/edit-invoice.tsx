'use client'

import { useQuery } from '@tanstack/react-query'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { toast } from 'sonner'
import { BackLink } from '@/components/ui/back-link'
import { Button } from '@/components/ui/button'
import { Callout } from '@/components/ui/callout'
import { PageHeader } from '@/components/ui/page-header'
import { RecordView } from '@/components/ui/record-view'
import { useSubmit } from '@/components/ui/use-submit'
import { wordsOf } from '@/components/ui/words'
import type { InvoiceDetail, InvoiceInput } from '@/lib/invoices/contract'
import { draftOf } from './invoice-draft'
import { InvoiceForm } from './invoice-form'
import { invoiceQuery, updateInvoice } from './queries'

/** Changes a draft. Whatever else it has become meanwhile is said instead. */
export function EditInvoice({ id }: { id: string }) {
  const query = useQuery(invoiceQuery(id))
  return (
    <RecordView query={query} kind="Invoice" back={{ href: '/dashboard/invoices', label: 'Invoices' }}>
      {(invoice) => (
        <>
          <PageHeader
            eyebrow={<BackLink href={`/dashboard/invoices/${id}`}>{invoice.number}</BackLink>}
            title={`Edit ${invoice.number}`}
            description={`For ${invoice.lead.name}. The number stays.`}
          />
          {invoice.status === 'DRAFT' ? <EditForm invoice={invoice} /> : <NoDraft invoice={invoice} />}
        </>
      )}
    </RecordView>
  )
}

function EditForm({ invoice }: { invoice: InvoiceDetail }) {
  const router = useRouter()
  const { submit, pending, error } = useSubmit({
    run: ({ currency: _fixed, ...patch }: InvoiceInput) => updateInvoice(invoice.id, patch),
    done: () => {
      toast.success(`Invoice ${invoice.number} saved`)
      router.push(`/dashboard/invoices/${invoice.id}`)
    },
  })
  return (
    <InvoiceForm initial={() => draftOf(invoice)} currencyIsFixed error={error} onSubmit={submit}>
      <Button asChild>
        <Link href={`/dashboard/invoices/${invoice.id}`}>Cancel</Link>
      </Button>
      <Button variant="primary" type="submit" pending={pending}>
        Save invoice
      </Button>
    </InvoiceForm>
  )
}

function NoDraft({ invoice }: { invoice: InvoiceDetail }) {
  return (
    <Callout
      tone="info"
      title={`${invoice.number} is ${wordsOf(invoice.status).toLowerCase()}`}
      action={
        <Button size="sm" asChild>
          <Link href={`/dashboard/invoices/${invoice.id}`}>Open invoice</Link>
        </Button>
      }
    >
      Only a draft can be changed.
    </Callout>
  )
}
