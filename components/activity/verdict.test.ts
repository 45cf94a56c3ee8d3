import { describe, expect, it } from 'vitest'
import type { AuditStats } from '@/lib/audit/contract'
import type { SystemHealth } from '@/lib/health/contract'
import { sampleEvent } from './sample-event.testing'
import { type Evidence, verdictOf } from './verdict'

const stats = (counts: Partial<AuditStats>): AuditStats => ({
  period: '24h',
  total: 412,
  errors: 0,
  critical: 0,
  warnings: 0,
  byAction: [],
  byHour: [],
  meta: { queryTimeMs: 1 },
  ...counts,
})

const health = (checks: SystemHealth['checks'] = { database: { status: 'healthy' } }): SystemHealth => ({
  status: 'healthy',
  timestamp: '2026-11-20T12:00:00.000Z',
  responseTime: '12ms',
  version: '1.0.0',
  checks,
})

const judge = (evidence: Partial<Evidence>) =>
  verdictOf({
    health: health(),
    stats: stats({}),
    newestCritical: undefined,
    newestError: undefined,
    failure: undefined,
    ...evidence,
  })

const texts = (evidence: Partial<Evidence>) => judge(evidence).map(({ text }) => text)

describe('the verdict', () => {
  it('says that all is well when nothing failed', () => {
    expect(judge({})).toEqual([
      { tone: 'success', text: 'All is well.', detail: '412 events in the last 24 hours, nothing failed.' },
    ])
    expect(judge({ stats: stats({ warnings: 1 }) })[0]?.detail).toContain('1 warning to look at')
    expect(texts({ stats: stats({ total: 0 }) })[0]).toContain('All is quiet')
  })

  it('claims nothing before it knows', () => {
    expect(judge({ health: undefined })).toEqual([])
    expect(judge({ stats: undefined })).toEqual([])
  })

  it('never says that all is well on old numbers', () => {
    expect(judge({ failure: 'refusing' })).toMatchObject([{ tone: 'error', text: 'Daybook answers with errors' }])
    expect(texts({ failure: 'unreachable', health: undefined, stats: undefined })).toEqual([
      'Daybook cannot be reached',
    ])
  })

  it('tells critical events before errors, with the newest of each', () => {
    const newestCritical = sampleEvent({ severity: 'CRITICAL' })
    const findings = judge({ stats: stats({ errors: 3, critical: 1 }), newestCritical })
    expect(findings.map(({ tone, text }) => [tone, text])).toEqual([
      ['critical', '1 critical event in the last 24 hours'],
      ['error', '2 errors in the last 24 hours'],
    ])
    expect(findings[0]?.newest).toBe(newestCritical)
  })

  it('tells what is broken first and what is only slow last', () => {
    const checks = {
      databasePerformance: { status: 'degraded' },
      database: { status: 'unhealthy' },
    } satisfies SystemHealth['checks']
    expect(texts({ health: health(checks), stats: stats({ errors: 1 }) })).toEqual([
      'The database does not answer',
      '1 error in the last 24 hours',
      'The database is slow',
    ])
  })

  it('does not tell of errors twice', () => {
    const checks = { errorRate: { status: 'degraded', errors: 1 } } satisfies SystemHealth['checks']
    expect(texts({ health: health(checks), stats: stats({ errors: 1, critical: 1 }) })).toHaveLength(1)
  })
})
