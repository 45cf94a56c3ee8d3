import { describe, expect, it } from 'vitest'
import type { SystemHealth } from '@/lib/health/contract'
import { barText, minutesText, percentText, verdictOf } from './health-words'

const health = (status: SystemHealth['status'], checks: SystemHealth['checks']): SystemHealth => ({
  status,
  timestamp: '2026-11-28T12:00:00.000Z',
  responseTime: '5ms',
  version: '1',
  checks,
})

describe('health in words', () => {
  it('never rounds an outage away', () => {
    expect([100, 99.99999, 99.9, 95, 0, null].map(percentText)).toEqual([
      '100 %',
      '99.999 %',
      '99.9 %',
      '95 %',
      '0 %',
      '–',
    ])
  })

  it('says what was not well, and nothing when all was', () => {
    expect(minutesText({ up: 60, degraded: 0, down: 0, maintenance: 0 })).toBe('')
    expect(minutesText({ up: 0, degraded: 1, down: 90, maintenance: 30 })).toBe(
      '1 h 30 min down, 1 min degraded, 30 min of planned maintenance',
    )
    const minutes = { up: 1_430, degraded: 0, down: 10, maintenance: 0 }
    expect(barText({ from: '', to: '', state: 'down', percent: 99.3055, minutes })).toBe('Down, 99.305 %: 10 min down')
    const none = { up: 0, degraded: 0, down: 0, maintenance: 0 }
    expect(barText({ from: '', to: '', state: 'noData', percent: null, minutes: none })).toBe('No data')
  })

  it('gives one verdict, the worst first', () => {
    expect(verdictOf(health('healthy', { database: { status: 'healthy' }, disk: { status: 'unknown' } }))).toEqual({
      tone: 'success',
      title: 'Daybook is well',
      troubles: [],
    })
    const slow = { database: { status: 'healthy' }, databasePerformance: { status: 'degraded' } } as const
    expect(verdictOf(health('degraded', slow))).toEqual({
      tone: 'warning',
      title: 'Daybook works, but 1 thing needs a look',
      troubles: ['The database is slow'],
    })
    const broken = { disk: { status: 'degraded' }, database: { status: 'unhealthy' } } as const
    expect(verdictOf(health('unhealthy', broken))).toEqual({
      tone: 'error',
      title: 'The database does not answer',
      troubles: ['The disk is filling up'],
    })
  })
})
