import { expect, it } from 'vitest'
import { sampleEvent } from './sample-event.testing'
import { subjectOf } from './subject'

const leadId = '01a1fc45-f2f8-7747-94d3-f4dcc6c9b923'
const idOf = (n: number) => `018f0000-0000-7000-8000-${String(n).padStart(12, '0')}`

it('calls a thing by its newest name, in whatever order its events come', () => {
  const created = sampleEvent({ id: idOf(1), after: { name: 'Ada Byron', status: 'NEW' } })
  const renamed = sampleEvent({ id: idOf(2), before: { name: 'Ada Byron' }, after: { name: 'Ada Lovelace' } })
  const other = sampleEvent({ id: idOf(3), before: { status: 'NEW' }, after: { status: 'LOST' } })
  expect(subjectOf(leadId, [other, renamed, created])).toBe('Ada Lovelace')
  expect(subjectOf(leadId, [created, renamed, other])).toBe('Ada Lovelace')
})

it('knows what was deleted, what has a number only, and people by what they did', () => {
  expect(subjectOf(leadId, [sampleEvent({ before: { name: 'Bob' }, after: null })])).toBe('Bob')
  expect(subjectOf(leadId, [sampleEvent({ after: { number: 'INV-2026-000066' } })])).toBe('INV-2026-000066')
  expect(subjectOf('user-1', [sampleEvent({ userId: 'user-1', userName: 'Ada' })])).toBe('Ada')
})

it('falls back to the id, shortened where nobody reads it', () => {
  expect(subjectOf(leadId, [sampleEvent()])).toBe('01a1fc45…')
  expect(subjectOf('STU-2026-0042', [])).toBe('STU-2026-0042')
  expect(subjectOf(leadId, [sampleEvent({ after: { name: { first: 'Ada' } } })])).toBe('01a1fc45…')
})
