import { formatMinor } from '../../lib/money'
import type { Task } from './task'

/** What a task is, for the line that the live demo prints. `who` is the lead it is about. */
export function taskInWords(task: Task, who: string, currency: string): string {
  switch (task.do) {
    case 'addLead':
      return `adds ${who}, ${task.lead.course ?? 'no course yet'}`
    case 'editLead':
      return task.patch.status ? `moves ${who} to ${task.patch.status}` : `corrects the record of ${who}`
    case 'deleteLead':
      return `deletes ${who}: it was spam`
    case 'makeInvoice':
      return `makes an invoice for ${who}`
    case 'editInvoice':
      return `changes the draft for ${who}`
    case 'sendInvoice':
      return `sends ${who} the invoice`
    case 'cancelInvoice':
      return `cancels the wrong invoice of ${who}`
    case 'convert':
      return `books ${formatMinor(task.payment.amountMinor, currency)} from ${who} and enrols`
    case 'payRest':
      return `books ${formatMinor(task.payment.amountMinor, currency)} more from ${who}`
    case 'editStudent':
      return `changes the telephone number of ${who}`
  }
}
