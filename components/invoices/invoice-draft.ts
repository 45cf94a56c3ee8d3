import { randomId } from '@/components/ui/random-id'
import type { Invoice, InvoiceInput } from '@/lib/invoices/contract'
import { maxAmountMinor } from '@/lib/money'
import { moneyText, parseMoney } from './money-text'

/** An invoice while it is typed: everything is text. */
export interface InvoiceDraft {
  currency: string
  lines: readonly LineDraft[]
  /** Empty for "everything". */
  payableNow: string
  /** YYYY-MM-DD, or empty. */
  dueDate: string
}

export interface LineDraft {
  /** Keeps a line's fields together while lines are added and removed. */
  key: string
  description: string
  quantity: string
  unitPrice: string
}

/** What a draft amounts to so far. Problems are sentences by JSON pointer; without any, `input` can be sent. */
export interface ReadDraft {
  lineTotalsMinor: readonly (bigint | null)[]
  totalMinor: number | null
  payableNowMinor: number | null
  remainingMinor: number | null
  problems: ReadonlyMap<string, string>
  input: InvoiceInput | null
}

export const maxLines = 50
const maxQuantity = 10_000

export function emptyLine(): LineDraft {
  return { key: randomId(), description: '', quantity: '1', unitPrice: '' }
}

export function emptyDraft(currency: string): InvoiceDraft {
  return { currency, lines: [emptyLine()], payableNow: '', dueDate: '' }
}

/** A stored invoice as it is typed again. */
export function draftOf(invoice: Pick<Invoice, keyof InvoiceInput | 'totalMinor'>): InvoiceDraft {
  const { currency, lines, payableNowMinor, totalMinor, dueDate } = invoice
  return {
    currency,
    lines: lines.map((line) => ({
      key: randomId(),
      description: line.description,
      quantity: String(line.quantity),
      unitPrice: moneyText(line.unitPriceMinor, currency),
    })),
    payableNow: payableNowMinor === totalMinor ? '' : moneyText(payableNowMinor, currency),
    dueDate: dueDate ?? '',
  }
}

/** Reads what is typed: amounts as far as they can be told, and a sentence for whatever is not right yet. */
export function readDraft(draft: InvoiceDraft): ReadDraft {
  const problems = new Map<string, string>()
  const lines = draft.lines.map((line, at) => readLine(line, draft.currency, `/lines/${at}`, problems))
  const lineTotalsMinor = lines.map(({ totalMinor }) => totalMinor)
  const totalMinor = readTotal(lineTotalsMinor, problems)
  const payableNowMinor = readPayableNow(draft, totalMinor, problems)
  const isReady = problems.size === 0 && payableNowMinor !== null
  return {
    lineTotalsMinor,
    totalMinor,
    payableNowMinor,
    remainingMinor: totalMinor === null || payableNowMinor === null ? null : totalMinor - payableNowMinor,
    problems,
    input: isReady
      ? {
          currency: draft.currency,
          lines: lines.map(({ input }) => input),
          payableNowMinor,
          dueDate: draft.dueDate || null,
        }
      : null,
  }
}

function readLine(line: LineDraft, currency: string, pointer: string, problems: Map<string, string>) {
  const description = line.description.trim()
  if (description === '') problems.set(`${pointer}/description`, 'Say what is paid for.')
  const quantity = /^\d{1,6}$/.test(line.quantity.trim()) ? Number(line.quantity.trim()) : 0
  const hasQuantity = quantity >= 1 && quantity <= maxQuantity
  if (!hasQuantity) problems.set(`${pointer}/quantity`, 'A whole number from 1 to 10000.')
  const price = parseMoney(line.unitPrice, currency)
  if ('problem' in price) problems.set(`${pointer}/unitPriceMinor`, price.problem)
  const unitPriceMinor = 'problem' in price ? null : price.amountMinor
  return {
    totalMinor: hasQuantity && unitPriceMinor !== null ? BigInt(quantity) * BigInt(unitPriceMinor) : null,
    input: { description, quantity, unitPriceMinor: unitPriceMinor ?? 0 },
  }
}

/** The sum, if every line is known and the sum is one that an invoice can have. */
function readTotal(lineTotals: readonly (bigint | null)[], problems: Map<string, string>): number | null {
  let sum = 0n
  for (const total of lineTotals) {
    if (total === null) return null
    sum += total
  }
  if (sum > 0n && sum <= BigInt(maxAmountMinor)) return Number(sum)
  problems.set(
    '/lines',
    sum > 0n ? 'The total is more than one invoice can hold.' : 'The total must be more than zero.',
  )
  return null
}

function readPayableNow(draft: InvoiceDraft, totalMinor: number | null, problems: Map<string, string>): number | null {
  if (draft.payableNow.trim() === '') return totalMinor
  const parsed = parseMoney(draft.payableNow, draft.currency)
  const problem = 'problem' in parsed ? parsed.problem : problemOfPart(parsed.amountMinor, totalMinor)
  if (problem === null) return 'problem' in parsed ? null : parsed.amountMinor
  problems.set('/payableNowMinor', problem)
  return null
}

function problemOfPart(partMinor: number, totalMinor: number | null): string | null {
  if (partMinor < 1) return 'It must be more than zero. Leave it empty if everything is payable now.'
  return totalMinor !== null && partMinor > totalMinor ? 'It cannot be more than the total.' : null
}
