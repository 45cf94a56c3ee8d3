import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decide, type Told } from './decide'

const cooldownMs = 600_000
const reminderMs = 14_400_000
const base = { cooldownMs, reminderMs, isHeldBack: false, now: new Date('2026-11-30T12:00:00Z') }
const alert = { id: 'a', state: 'FIRING', kind: 'condition', count: 1 } as const
const toldBefore = (ms: number, rest: Partial<Told> = {}): Told => ({
  lastFiringAt: new Date(base.now.getTime() - ms),
  lastCount: 1,
  owesResolvedOf: 'a',
  ...rest,
})

it('tells what nobody has heard of', () => {
  expect(decide({ ...base, alert, told: undefined })).toBe('firing')
})

it('tells nothing within the cooldown, whatever the news', () => {
  const told = toldBefore(cooldownMs - 1)
  expect(decide({ ...base, alert, told })).toBeUndefined()
  expect(decide({ ...base, alert: { ...alert, kind: 'event', count: 900 }, told })).toBeUndefined()
  expect(decide({ ...base, alert: { ...alert, id: 'another' }, told })).toBeUndefined()
})

it('tells further events after the cooldown, a lasting condition only after the reminder', () => {
  const told = toldBefore(cooldownMs)
  expect(decide({ ...base, alert: { ...alert, kind: 'event', count: 2 }, told })).toBe('repeat')
  expect(decide({ ...base, alert: { ...alert, kind: 'event', count: 1 }, told })).toBeUndefined()
  expect(decide({ ...base, alert, told })).toBeUndefined()
  expect(decide({ ...base, alert, told: toldBefore(reminderMs) })).toBe('repeat')
})

it('never tells what is acknowledged, resolved or held back', () => {
  fc.assert(
    fc.property(fc.nat(2 * reminderMs), fc.constantFrom('ACKNOWLEDGED', 'RESOLVED'), fc.nat(99), (ms, state, count) => {
      const told = toldBefore(ms)
      expect(decide({ ...base, alert: { ...alert, state, count }, told })).toBeUndefined()
      expect(decide({ ...base, isHeldBack: true, alert: { ...alert, count }, told })).toBeUndefined()
      expect(decide({ ...base, isHeldBack: true, alert, told: undefined })).toBeUndefined()
    }),
  )
})
