import { expect, it } from 'vitest'
import { defineJob } from './define-job'
import { slotOrderId } from './order'
import { nextSlot, scheduleText } from './schedule'

it.each([
  ['0 2 * * *', 'every day at 02:00 UTC'],
  ['30 8 * * 1', 'every Monday at 08:30 UTC'],
  ['* * * * *', 'every minute'],
  ['*/15 * * * *', 'every 15 minutes'],
  ['0 * * * *', 'every hour at 0 minutes past'],
  ['0 0 1 * *', 'at 0 0 1 * * (cron, UTC)'],
  ['*/10 * * * * *', 'at */10 * * * * * (cron, UTC)'],
])('says %s as %s', (schedule, text) => {
  expect(scheduleText(schedule)).toBe(text)
})

it('finds slots in UTC, whatever zone the host is in and whatever its clocks do that night', () => {
  expect(nextSlot('30 1 * * *', new Date('2026-03-29T01:29:59.999Z')).toISOString()).toBe('2026-03-29T01:30:00.000Z')
  expect(nextSlot('30 1 * * *', new Date('2026-03-29T01:30:00.000Z')).toISOString()).toBe('2026-03-30T01:30:00.000Z')
  expect(nextSlot('30 2 * * *', new Date('2026-10-25T00:00:00Z')).toISOString()).toBe('2026-10-25T02:30:00.000Z')
})

it('gives a slot one order, for everybody', () => {
  const dueAt = new Date('2026-11-28T02:00:00Z')
  expect(slotOrderId('a.b', dueAt)).toBe(slotOrderId('a.b', new Date(dueAt)))
  expect(slotOrderId('a.b', dueAt)).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/)
  expect(slotOrderId('a.c', dueAt)).not.toBe(slotOrderId('a.b', dueAt))
})

it('refuses a job whose name or schedule is none', () => {
  const job = { description: '', graceSeconds: 1, run: async () => {} }
  expect(() => defineJob({ ...job, name: 'a.b', schedule: 'at noon' })).toThrow()
  expect(() => defineJob({ ...job, name: 'Nightly', schedule: '* * * * *' })).toThrow(/noun.verb/)
})
