import { describe, expect, it } from 'vitest'
import { changesOf, currencyOf, isAmount } from './changes'

describe('a change', () => {
  it('is told field by field', () => {
    expect(changesOf({ before: { status: 'DRAFT', note: null }, after: { status: 'SENT', sentAt: 1 } })).toEqual([
      { field: 'note', before: null, after: undefined },
      { field: 'sentAt', before: undefined, after: 1 },
      { field: 'status', before: 'DRAFT', after: 'SENT' },
    ])
  })

  it('is told for what was created or removed', () => {
    expect(changesOf({ before: null, after: { name: 'Ada' } })).toEqual([
      { field: 'name', before: undefined, after: 'Ada' },
    ])
    expect(changesOf({ before: ['a'], after: null })).toEqual([{ field: 'value', before: ['a'], after: undefined }])
    expect(changesOf({ before: null, after: null })).toEqual([])
  })

  it('is read facts first, then ids, then what is nested', () => {
    const after = { lines: [1], id: 'x', paid: true, leadId: 'y', amount: 5, lead: { name: 'Ada' } }
    const fields = changesOf({ before: null, after }).map(({ field }) => field)
    expect(fields).toEqual(['amount', 'paid', 'id', 'leadId', 'lead', 'lines'])
  })

  it('knows the currency of its amounts from wherever the event names it', () => {
    const nothing = { before: null, after: null, metadata: null }
    expect(currencyOf({ ...nothing, metadata: { currency: 'EUR' } })).toBe('EUR')
    expect(currencyOf({ ...nothing, before: { currency: 'JPY' } })).toBe('JPY')
    expect(currencyOf({ ...nothing, after: { currency: 'bitcoin' } })).toBeUndefined()
  })

  it('takes only whole minor units for money', () => {
    expect(isAmount('totalMinor', 49_900)).toBe(true)
    expect(isAmount('totalMinor', 1.5)).toBe(false)
    expect(isAmount('total', 49_900)).toBe(false)
  })
})
