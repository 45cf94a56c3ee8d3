import { expect, test } from 'vitest'
import type { Slo, SloBudget } from '@/lib/slo/contract'
import { budgetSentence, budgetTone, sloVerdict } from './slo-words'

const budget = (changed: Partial<SloBudget>): SloBudget => ({
  unit: 'requests',
  targetPercent: 99.9,
  total: 5_000,
  bad: 1,
  attainedPercent: 99.98,
  allowed: 5,
  left: 4,
  usedPercent: 20,
  minutesLeft: null,
  status: 'met',
  ...changed,
})
const requests = (changed: Partial<SloBudget>) => budgetSentence({ name: 'requests', budget: budget(changed) })
const slices = (changed: Partial<SloBudget>) => budgetSentence({ name: 'availability', budget: budget(changed) })

test('what may still go wrong is said in events and in minutes', () => {
  expect(requests({})).toBe('You can afford 4 more failed requests in these 30 days.')
  expect(requests({ left: 1 })).toBe('You can afford 1 more failed request in these 30 days.')
  expect(requests({ left: 0 })).toBe('Nothing is left: the next failed request misses the target.')
  expect(requests({ left: -2, status: 'missed' })).toBe('The target is missed by 2 requests.')
  expect(slices({ left: 6, minutesLeft: 30 })).toBe('You can afford to be down for another 30 min in these 30 days.')
  expect(slices({ left: 0, minutesLeft: 0 })).toBe('Nothing is left: the next outage misses the target.')
  expect(slices({ left: -3, minutesLeft: -15, status: 'missed' })).toBe('The target is missed by 15 min.')
})

test('too few are no verdict', () => {
  expect(requests({ total: 10, bad: 1, allowed: 0, left: -1, status: 'tooFew' })).toBe(
    '1 failed request of 10: too few to say. Of so few the target leaves room for none.',
  )
  expect(requests({ total: 68, bad: 4, allowed: 3, left: -1, status: 'tooFew' })).toBe(
    '4 failed requests of 68: too few to say.',
  )
  expect(requests({ total: 10, bad: 0, allowed: 0, left: 0 })).toMatch(/^All is well so far/)
  expect(requests({ total: 0, status: 'noData' })).toBe('Nothing has been counted yet.')
  expect(budgetTone(budget({ status: 'tooFew', usedPercent: null }))).toBe('warning')
})

test('the verdict is that of the worst promise', () => {
  const slo = (name: Slo['name'], changed: Partial<SloBudget>): Slo => ({
    name,
    title: name === 'latency' ? 'Quick answers' : 'Available',
    promise: '',
    budget: budget(changed),
  })
  expect(sloVerdict([slo('availability', {}), slo('latency', {})])).toMatchObject({ tone: 'success' })
  expect(sloVerdict([slo('availability', { usedPercent: 90 }), slo('latency', {})]).title).toMatch(/available$/)
  expect(sloVerdict([slo('availability', { usedPercent: 90 }), slo('latency', { status: 'missed' })])).toEqual({
    tone: 'error',
    title: '1 promise is not kept: quick answers',
  })
  expect(sloVerdict([slo('availability', { status: 'noData' })])).toMatchObject({ tone: 'info' })
})
