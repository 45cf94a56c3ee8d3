import { describe, expect, it } from 'vitest'
import { isOverdue } from './invoice-status'

const noon = new Date(2026, 10, 20, 12).getTime()

describe('isOverdue', () => {
  it('begins the day after the due date, in the viewer’s own calendar', () => {
    expect(isOverdue({ status: 'SENT', dueDate: '2026-11-20' }, noon)).toBe(false)
    expect(isOverdue({ status: 'SENT', dueDate: '2026-11-19' }, noon)).toBe(true)
    expect(isOverdue({ status: 'SENT', dueDate: '2026-11-20' }, new Date(2026, 10, 21, 0, 1).getTime())).toBe(true)
  })

  it('is only for invoices that were sent and not fully paid', () => {
    const dueDate = '2026-01-01'
    expect(isOverdue({ status: 'PARTIALLY_PAID', dueDate }, noon)).toBe(true)
    for (const status of ['DRAFT', 'PAID', 'CANCELLED'] as const)
      expect(isOverdue({ status, dueDate }, noon)).toBe(false)
    expect(isOverdue({ status: 'SENT', dueDate: null }, noon)).toBe(false)
  })
})
