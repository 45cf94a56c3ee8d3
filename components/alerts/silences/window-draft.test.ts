import { expect, it } from 'vitest'
import { MaintenanceWindowInput } from '@/lib/alerts/silences/contract'
import { inputOf, newWindow, problemsOf } from './window-draft'

const draft = { ...newWindow('Europe/Berlin'), name: 'Weekly update' }

it('a weekly draft is sent with its days and no date', () => {
  const input = inputOf({ ...draft, days: ['3', '7'], onDay: '2026-12-24', hours: '1', minutes: '30' })
  expect(input).toEqual({
    name: 'Weekly update',
    timeZone: 'Europe/Berlin',
    weekdays: [3, 7],
    onDay: null,
    startsAt: '02:00',
    durationMinutes: 90,
  })
  expect(MaintenanceWindowInput.parse(input)).toEqual(input)
})

it('a draft for once is sent with its date and no days, and says what it means', () => {
  const scope = { rule: 'downtime', source: ' billing ' }
  expect(inputOf({ ...draft, kind: 'once', onDay: '2026-12-24', scope })).toMatchObject({
    weekdays: [],
    onDay: '2026-12-24',
    rule: 'downtime',
    source: 'billing',
  })
})

it.each([
  [{ name: ' ' }, 'name'],
  [{ days: [] }, 'days'],
  [{ kind: 'once' as const }, 'onDay'],
  [{ startsAt: '' }, 'startsAt'],
  [{ hours: '', minutes: '' }, 'duration'],
  [{ hours: '168', minutes: '1' }, 'duration'],
  [{ hours: '1.5' }, 'duration'],
  [{ hours: '-1' }, 'duration'],
])('%j has a problem at its field and nowhere else', (change, field) => {
  expect(Object.keys(problemsOf({ ...draft, ...change }))).toEqual([field])
})

it('a whole draft has no problem', () => expect(problemsOf(draft)).toEqual({}))
