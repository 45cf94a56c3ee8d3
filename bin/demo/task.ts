import { dayMs } from '../../lib/clock'
import type { InvoiceInput, InvoicePatch } from '../../lib/invoices/contract'
import type { LeadInput, LeadPatch } from '../../lib/leads/contract'
import type { PaymentInput } from '../../lib/payments/contract'
import type { StudentPatch } from '../../lib/students/contract'

/** One thing that a member of staff does for one lead. */
export type Task =
  | { do: 'addLead'; lead: LeadInput }
  | { do: 'editLead'; patch: LeadPatch }
  | { do: 'deleteLead' }
  | { do: 'makeInvoice'; invoice: InvoiceInput; dueInDays: number }
  | { do: 'editInvoice'; patch: InvoicePatch }
  | { do: 'sendInvoice' }
  | { do: 'cancelInvoice' }
  /** `crash`: the database is made to fail in the middle of it. */
  | { do: 'convert'; payment: PaymentInput; crash?: true }
  | { do: 'payRest'; payment: PaymentInput }
  | { do: 'editStudent'; patch: StudentPatch }

/** What is known of a lead so far: the ids that later tasks need. */
export type Progress = { leadId?: string; invoiceId?: string; studentId?: string }

/** A task as a call of the HTTP interface. */
export type Call = { method: 'POST' | 'PATCH' | 'DELETE'; path: string; body?: object; idempotent?: true }

/** Throws when an earlier task of the lead has not brought the id this one needs. */
export function callOf(task: Task, { leadId, invoiceId, studentId }: Progress, now: Date): Call {
  const lead = () => `/api/leads/${required(leadId)}`
  const invoice = () => `/api/invoices/${required(invoiceId)}`
  switch (task.do) {
    case 'addLead':
      return { method: 'POST', path: '/api/leads', body: task.lead }
    case 'editLead':
      return { method: 'PATCH', path: lead(), body: task.patch }
    case 'deleteLead':
      return { method: 'DELETE', path: lead() }
    case 'makeInvoice':
      return { method: 'POST', path: `${lead()}/invoice`, body: invoiceBody(task, now) }
    case 'editInvoice':
      return { method: 'PATCH', path: invoice(), body: task.patch }
    case 'sendInvoice':
      return { method: 'POST', path: `${invoice()}/send` }
    case 'cancelInvoice':
      return { method: 'POST', path: `${invoice()}/cancel` }
    case 'convert':
      return { method: 'POST', path: `${invoice()}/pay-and-convert`, body: task.payment, idempotent: true }
    case 'payRest':
      return { method: 'POST', path: `${invoice()}/payments`, body: task.payment, idempotent: true }
    case 'editStudent':
      return { method: 'PATCH', path: `/api/students/${required(studentId)}`, body: task.patch }
  }
}

export function invoiceBody(task: Extract<Task, { do: 'makeInvoice' }>, now: Date): InvoiceInput {
  return { ...task.invoice, dueDate: new Date(now.getTime() + task.dueInDays * dayMs).toISOString().slice(0, 10) }
}

export function required(id: string | undefined): string {
  if (id === undefined) throw new Error('This lead has not come far enough for that')
  return id
}
