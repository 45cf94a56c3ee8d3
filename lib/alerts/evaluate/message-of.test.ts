import { expect, it } from 'vitest'
import { messageOf, type ToldAlert } from './message-of'

const alert: ToldAlert = {
  id: '01890000-0000-7000-8000-000000000000',
  rule: 'critical-event',
  source: 'daybook',
  severity: 'critical',
  title: 'Critical event',
  sentence: 'A conversion failed.',
  facts: [],
  changes: [],
  count: 1,
  firstAt: new Date('2026-11-28T12:00:00Z'),
}

it('says of trouble in the sample company that it is sample data, and of no other', () => {
  expect(messageOf(alert, 'firing').title).toBe('Critical event')
  for (const kind of ['firing', 'resolved'] as const)
    expect(messageOf({ ...alert, source: 'sample' }, kind).title).toBe('Critical event (sample data)')
})

it('links to the runbook of its rule, and to none where the alert is of another system', () => {
  expect(messageOf(alert, 'firing').links.runbook).toContain('/dashboard/alerts/rules/critical-event')
  expect(messageOf({ ...alert, rule: 'inbound' }, 'firing').links.runbook).toBeNull()
})
