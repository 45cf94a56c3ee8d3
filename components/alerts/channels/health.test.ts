import { describe, expect, it } from 'vitest'
import type { AlertChannel } from '@/lib/alerts/channels/contract'
import { backlogWords, healthOf, scopeWords } from './health'

const at = '2026-11-28T04:00:00.000Z'
const channel: AlertChannel = {
  id: '018f0000-0000-7000-8000-000000000001',
  type: 'slack',
  name: 'Ops',
  isEnabled: true,
  origin: 'people',
  config: {},
  minSeverity: 'info',
  isEscalationOnly: false,
  lastSuccessAt: at,
  lastFailureAt: null,
  lastError: null,
  failureStreak: 0,
  pending: 0,
  dead: 0,
  createdAt: at,
  updatedAt: at,
}

describe('the health of a channel', () => {
  it.each([
    ['works', {}, 'success', /^Works/, at],
    ['new', { lastSuccessAt: null }, 'warning', /send a test/, null],
    ['failed once', { failureStreak: 1, lastFailureAt: at, lastError: 'x' }, 'error', /^The last message was not/, at],
    ['failing', { failureStreak: 3, lastFailureAt: at, lastError: 'x' }, 'error', /^The last 3 messages were not/, at],
    ['off', { isEnabled: false, failureStreak: 3, lastError: 'x' }, 'neutral', /gets nothing/, null],
    ['not right', { isEnabled: false, origin: 'environment', lastError: 'x' }, 'error', /gets nothing/, null],
  ] as const)('%s', (_, known, tone, words, when) => {
    const health = healthOf({ ...channel, ...known })
    expect(health).toMatchObject({ tone, at: when })
    expect(health.words).toMatch(words)
  })

  it('says what waits and what was given up, and nothing when there is nothing', () => {
    expect(backlogWords({ pending: 0, dead: 0 })).toBeNull()
    expect(backlogWords({ pending: 1, dead: 0 })).toBe('1 message waits')
    expect(backlogWords({ pending: 2, dead: 1 })).toBe('2 messages wait, 1 message of the last 7 days was given up')
  })

  it('says what a channel gets', () => {
    expect(scopeWords(channel)).toBe('Gets everything')
    expect(scopeWords({ ...channel, minSeverity: 'critical' })).toBe('Gets critical alerts')
    expect(scopeWords({ ...channel, minSeverity: 'high', isEscalationOnly: true })).toBe(
      'Gets high and critical alerts, when nobody acknowledges in time',
    )
  })
})
