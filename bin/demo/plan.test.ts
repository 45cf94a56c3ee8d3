import { describe, expect, it } from 'vitest'
import { dayMs, hourMs, minuteMs } from '../../lib/clock'
import { InvoiceInput } from '../../lib/invoices/contract'
import { LeadInput, LeadPatch } from '../../lib/leads/contract'
import { PaymentInput } from '../../lib/payments/contract'
import { type Act, fingerprint, makePlan } from './plan'
import { invoiceBody } from './task'

/** Every hour of a week and odd moments, so that no weekday or midnight is special. */
const ends = [
  ...Array.from({ length: 24 * 7 }, (_, hour) => new Date(Date.UTC(2026, 10, 16) + hour * hourMs)),
  new Date('2027-01-01T00:00:00.001Z'),
  new Date('2028-02-29T23:59:59.999Z'),
]
const plans = ends.map((endsAt) => ({ endsAt, plan: makePlan({ seed: 2026, days: 14, endsAt }) }))
const isCrash = (act: Act) => act.kind === 'task' && act.task.do === 'convert' && act.task.crash === true

describe('the plan of a trial', () => {
  it('lies in the past, reaches up to minutes before its end and leaves no day out', () => {
    for (const { endsAt, plan } of plans) {
      const ago = plan.map(({ at }) => endsAt.getTime() - at.getTime())
      expect(Math.max(...ago)).toBeLessThanOrEqual(14 * dayMs)
      expect(Math.min(...ago)).toBeGreaterThan(minuteMs)
      expect(Math.min(...ago)).toBeLessThan(5 * minuteMs)
      const days = new Set(ago.map((ms) => Math.ceil(ms / dayMs)))
      expect(days.size, `ending ${endsAt.toISOString()}`).toBe(14)
    }
  })

  it('is in order, with an id of its own for each act', () => {
    for (const { plan } of plans) {
      expect(plan.map(({ at }) => at.getTime())).toEqual(plan.map(({ at }) => at.getTime()).sort((a, b) => a - b))
      expect(new Set(plan.map(({ id }) => id)).size).toBe(plan.length)
    }
  })

  it('has two crashes, both long enough ago for a fresh trial to be healthy, and both repaired', () => {
    for (const { endsAt, plan } of plans) {
      const crashes = plan.filter(isCrash)
      expect(crashes).toHaveLength(2)
      for (const crash of crashes) {
        expect(endsAt.getTime() - crash.at.getTime()).toBeGreaterThan(2 * hourMs)
        const journey = crash.kind === 'task' ? crash.journey : undefined
        expect(
          plan.some(
            (act) => act.kind === 'task' && act.journey === journey && act.task.do === 'convert' && !isCrash(act),
          ),
        ).toBe(true)
      }
    }
  })

  it('has only input that the use cases accept', () => {
    for (const act of plans.flatMap(({ plan }) => plan)) {
      if (act.kind !== 'task') continue
      const { task } = act
      if (task.do === 'addLead') LeadInput.parse(task.lead)
      if (task.do === 'editLead') LeadPatch.parse(task.patch)
      if (task.do === 'makeInvoice') InvoiceInput.parse(invoiceBody(task, act.at))
      if (task.do === 'convert' || task.do === 'payRest') PaymentInput.parse(task.payment)
    }
  })

  it('repeats with the same seed and differs with another', () => {
    const endsAt = new Date('2026-11-21T09:00:00Z')
    const print = (seed: number) => fingerprint(makePlan({ seed, days: 14, endsAt }))
    expect(print(1)).toBe(print(1))
    expect(print(1)).not.toBe(print(2))
  })
})
