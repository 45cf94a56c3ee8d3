import { describe, expect, it } from 'vitest'
import { InvoiceInput } from '@/lib/invoices/contract'
import { draftOf, emptyDraft, type InvoiceDraft, readDraft } from './invoice-draft'

function draft(changes: Partial<InvoiceDraft> = {}): InvoiceDraft {
  const line = { key: 'a', description: 'Course', quantity: '2', unitPrice: '499,50' }
  return { currency: 'EUR', lines: [line], payableNow: '', dueDate: '', ...changes }
}
const line = (changes: object) => ({ key: 'a', description: 'Course', quantity: '1', unitPrice: '10', ...changes })

describe('an invoice while it is typed', () => {
  it('adds up exactly and makes everything payable now unless a part is named', () => {
    const read = readDraft(draft())
    expect(read).toMatchObject({ totalMinor: 99_900, payableNowMinor: 99_900, remainingMinor: 0 })
    expect(InvoiceInput.parse(read.input)).toEqual(read.input)
  })

  it('splits the total into now and later', () => {
    expect(readDraft(draft({ payableNow: '300' }))).toMatchObject({ payableNowMinor: 30_000, remainingMinor: 69_900 })
  })

  it('takes a discount as a line below zero', () => {
    expect(readDraft(draft({ lines: [line({}), line({ unitPrice: '-2.50' })] })).totalMinor).toBe(750)
  })

  it('shows what is known of each line before all of them are typed', () => {
    const read = readDraft(draft({ lines: [line({}), line({ unitPrice: '' })] }))
    expect(read.lineTotalsMinor).toEqual([1_000n, null])
    expect(read).toMatchObject({ totalMinor: null, input: null })
  })

  it.each([
    ['/lines/0/description', { lines: [line({ description: ' ' })] }],
    ['/lines/0/quantity', { lines: [line({ quantity: '0' })] }],
    ['/lines/0/quantity', { lines: [line({ quantity: '1.5' })] }],
    ['/lines/0/quantity', { lines: [line({ quantity: '10001' })] }],
    ['/lines/0/unitPriceMinor', { lines: [line({ unitPrice: '1.234,56' })] }],
    ['/lines', { lines: [line({ unitPrice: '0' })] }],
    ['/lines', { lines: [line({ quantity: '10000', unitPrice: '9999999999' })] }],
    ['/payableNowMinor', { payableNow: '0' }],
    ['/payableNowMinor', { payableNow: '-5' }],
    ['/payableNowMinor', { payableNow: '999.01' }],
    ['/payableNowMinor', { payableNow: 'half' }],
  ])('names the problem at %s and cannot be sent', (pointer, changes) => {
    const read = readDraft(draft(changes))
    expect(read.problems.get(pointer)).toMatch(/\.$/)
    expect(read.input).toBeNull()
  })

  it('reads typed amounts anew when the currency changes', () => {
    expect(readDraft(draft({ currency: 'JPY' })).problems.get('/lines/0/unitPriceMinor')).toContain('JPY')
    expect(readDraft(draft({ currency: 'KWD' })).totalMinor).toBe(999_000)
  })

  it('begins with one line that still needs its words and price', () => {
    expect([...readDraft(emptyDraft('EUR')).problems.keys()]).toEqual([
      '/lines/0/description',
      '/lines/0/unitPriceMinor',
    ])
  })

  it('writes a stored invoice so that it reads the same', () => {
    const input: InvoiceInput = {
      currency: 'KWD',
      lines: [{ description: 'Course', quantity: 3, unitPriceMinor: 1_005 }],
      payableNowMinor: 1_000,
      dueDate: '2026-12-01',
    }
    expect(
      readDraft(draftOf({ ...input, payableNowMinor: 1_000, dueDate: '2026-12-01', totalMinor: 3_015 })).input,
    ).toEqual(input)
  })
})
