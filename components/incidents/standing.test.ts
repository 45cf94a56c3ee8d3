import { describe, expect, it } from 'vitest'
import { incidentStates } from '@/lib/incidents/browser'
import type { Incident } from '@/lib/incidents/contract'
import { standingOf } from './standing'

const incident: Incident = {
  id: '01890000-0000-7000-8000-000000000000',
  number: 42,
  title: 'The database does not answer',
  class: 'critical',
  state: 'DETECTION',
  openedAt: '2026-11-28T04:00:00.000Z',
  openedByName: 'Daybook',
  assigneeId: null,
  assigneeName: null,
  resolvedAt: null,
  closedAt: null,
  alertCount: 1,
  openAlertCount: 1,
  openActionCount: 0,
  hasPostMortem: false,
}

describe('where an incident stands', () => {
  it('is as loud as its class while alerts are open', () => {
    expect(standingOf(incident)).toMatchObject({ tone: 'critical', title: '1 alert is open', next: 'TRIAGE' })
    expect(standingOf({ ...incident, class: 'low', openAlertCount: 2, alertCount: 2 })).toMatchObject({
      tone: 'info',
      title: '2 alerts are open',
    })
  })

  it.each(['DETECTION', 'TRIAGE', 'INVESTIGATION'] as const)(
    'suggests resolution, from %s too, once every alert is resolved',
    (state) => {
      expect(standingOf({ ...incident, state, openAlertCount: 0 })).toMatchObject({ next: 'RESOLUTION' })
    },
  )

  it('suggests the next state when there are no alerts at all', () => {
    const byHand = { ...incident, alertCount: 0, openAlertCount: 0 }
    expect(standingOf(byHand)).toMatchObject({ tone: 'critical', next: 'TRIAGE', title: 'Detection is under way' })
  })

  it('warns when alerts are open although it is being resolved', () => {
    expect(standingOf({ ...incident, state: 'RESOLUTION' }).tone).toBe('warning')
    expect(standingOf({ ...incident, state: 'RESOLUTION', openAlertCount: 0 }).tone).toBe('info')
  })

  it.each(['PREVENTION', 'CLOSED'] as const)('does not call it done while alerts are open: %s', (state) => {
    expect(standingOf({ ...incident, state })).toMatchObject({ tone: 'warning' })
    expect(standingOf({ ...incident, state, openAlertCount: 0 })).toMatchObject({ tone: 'success' })
  })

  it('asks for the post-mortem, then for the action items, then to be closed', () => {
    expect(standingOf({ ...incident, state: 'POST_MORTEM' }).tone).toBe('warning')
    expect(standingOf({ ...incident, state: 'POST_MORTEM', hasPostMortem: true }).next).toBe('PREVENTION')
    const prevention = { ...incident, state: 'PREVENTION' } as const
    expect(standingOf({ ...prevention, openActionCount: 2 }).title).toBe('2 action items to do')
    expect(standingOf({ ...prevention, openAlertCount: 0 })).toMatchObject({ tone: 'success', next: 'CLOSED' })
  })

  it('has nothing to suggest after the last state, and something in every other', () => {
    for (const state of incidentStates)
      expect(standingOf({ ...incident, state }).next === undefined, state).toBe(state === 'CLOSED')
  })
})
