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
import type { InvoiceInput } from '@/lib/invoices/contract'
import type { LeadDetail } from '@/lib/leads/contract'
import { emptyDraft } from './invoice-draft'
import { InvoiceForm } from './invoice-form'
import { generateInvoice, invoicedLeadQuery } from './queries'

/** A new invoice for one lead. */
export function NewInvoice({ leadId }: { leadId: string }) {
  const query = useQuery(invoicedLeadQuery(leadId))
  return (
    <RecordView query={query} kind="Lead" back={{ href: '/dashboard/leads', label: 'Leads' }}>
      {(lead) => (
        <>
          <PageHeader
            eyebrow={<BackLink href={`/dashboard/leads/${lead.id}`}>{lead.name}</BackLink>}
            title={`New invoice for ${lead.name}`}
            description="It starts as a draft, gets the next number of the year, and can be changed until it is sent."
          />
          {lead.status === 'CONVERTED' ? <AlreadyStudent lead={lead} /> : <NewInvoiceForm lead={lead} />}
        </>
      )}
    </RecordView>
  )
}

function NewInvoiceForm({ lead }: { lead: LeadDetail }) {
  const router = useRouter()
  const { submit, pending, error } = useSubmit({
    run: (input: InvoiceInput) => generateInvoice(lead.id, input),
    done: (invoice) => {
      toast.success(`Invoice ${invoice.number} created`)
      router.push(`/dashboard/invoices/${invoice.id}`)
    },
  })
  const currency = lead.invoices[0]?.currency ?? 'EUR'
  return (
    <InvoiceForm initial={() => emptyDraft(currency)} error={error} onSubmit={submit}>
      <Button asChild>
        <Link href={`/dashboard/leads/${lead.id}`}>Cancel</Link>
      </Button>
      <Button variant="primary" type="submit" pending={pending}>
        Create invoice
      </Button>
    </InvoiceForm>
  )
}

function AlreadyStudent({ lead }: { lead: LeadDetail }) {
  return (
    <Callout
      tone="info"
      title={`${lead.name} is a student already`}
      action={
        lead.student && (
          <Button size="sm" asChild>
            <Link href={`/dashboard/students/${lead.student.id}`}>Open {lead.student.number}</Link>
          </Button>
        )
      }
    >
      A converted lead gets no further invoice.
    </Callout>
  )
}
