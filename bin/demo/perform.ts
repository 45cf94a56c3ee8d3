import type { Context } from '../../lib/context'
import { isAppError } from '../../lib/errors'
import {
  cancelInvoice,
  generateInvoice,
  payAndConvert,
  recordPayment,
  sendInvoice,
  updateInvoice,
} from '../../lib/invoices'
import { createLead, deleteLead, updateLead } from '../../lib/leads'
import { updateStudent } from '../../lib/students'
import { invoiceBody, type Progress, required, type Task } from './task'

/** What became of a task: done, refused like a mistake, or failed and rolled back. */
export type Outcome = { kind: 'done'; progress: Progress } | { kind: 'refused' | 'failed'; reason: string }

/** Does a task through the use cases, as if its route had called them with this context. */
export async function perform(ctx: Context, task: Task, progress: Progress): Promise<Outcome> {
  try {
    return { kind: 'done', progress: { ...progress, ...(await carryOut(ctx, task, progress)) } }
  } catch (error) {
    if (!isAppError(error) || error.code === 'UNAVAILABLE') throw error
    return { kind: error.status < 500 ? 'refused' : 'failed', reason: error.publicMessage }
  }
}

async function carryOut(ctx: Context, task: Task, { leadId, invoiceId, studentId }: Progress): Promise<Progress> {
  switch (task.do) {
    case 'addLead':
      return { leadId: (await createLead(ctx, task.lead)).id }
    case 'editLead':
      await updateLead(ctx, required(leadId), task.patch)
      return {}
    case 'deleteLead':
      await deleteLead(ctx, required(leadId))
      return {}
    case 'makeInvoice':
      return { invoiceId: (await generateInvoice(ctx, required(leadId), invoiceBody(task, ctx.now()))).id }
    case 'editInvoice':
      await updateInvoice(ctx, required(invoiceId), task.patch)
      return {}
    case 'sendInvoice':
      await sendInvoice(ctx, required(invoiceId))
      return {}
    case 'cancelInvoice':
      await cancelInvoice(ctx, required(invoiceId))
      return {}
    case 'convert':
      return { studentId: (await payAndConvert(ctx, moneyOf(ctx, task, invoiceId))).student.id }
    case 'payRest':
      await recordPayment(ctx, moneyOf(ctx, task, invoiceId))
      return {}
    case 'editStudent':
      await updateStudent(ctx, required(studentId), task.patch)
      return {}
  }
}

/** The act's own id is its key, so that an act that is done again after a kill is not booked twice. */
function moneyOf(
  ctx: Context,
  { payment }: Extract<Task, { do: 'convert' | 'payRest' }>,
  invoiceId: string | undefined,
) {
  return { invoiceId: required(invoiceId), payment, idempotencyKey: ctx.requestId }
}
