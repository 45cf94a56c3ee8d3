import { describe, expect, it } from 'vitest'
import { checkName, figureOf, responseClass, sortedChecks, troubleOf } from './health-checks'

describe('a health check in words', () => {
  it('says its message and its figures', () => {
    expect(figureOf({ status: 'healthy', message: 'Database connection successful' })).toBe(
      'Database connection successful',
    )
    expect(figureOf({ status: 'healthy', message: 'Everything is sealed', torn: 0 })).toBe('Everything is sealed')
    expect(figureOf({ status: 'degraded', message: 'Events wait', torn: 0 })).toBe('Events wait. 0 torn')
    expect(figureOf({ status: 'healthy', queryTime: '2ms', threshold: '1000ms' })).toBe('2 ms · limit 1000 ms')
    expect(figureOf({ status: 'healthy', rssBytes: 1_302_781_952, heapUsedBytes: 224_757_880 })).toBe(
      'rss 1.3 GB · heap used 225 MB',
    )
    expect(figureOf({ status: 'healthy', students: 1 })).toBe('1 student')
    expect(figureOf({ status: 'healthy', students: 1250, leads: 340 })).toBe('1,250 students · 340 leads')
    expect(
      figureOf({ status: 'degraded', errorRate: '6%', errors: 3, critical: 0, total: 50, period: 'last 1 hour' }),
    ).toBe('6% · 3 errors · 0 critical · 50 total in the last 1 hour')
  })

  it('has words for checks it has never seen', () => {
    expect(checkName('smsGateway')).toBe('Sms gateway')
    expect(troubleOf('smsGateway', { status: 'unhealthy', message: 'no credit left' })).toBe(
      'Sms gateway: no credit left',
    )
    expect(figureOf({ status: 'healthy', queueDepth: 12, oldest: '4s' })).toBe('12 queue depth · oldest 4 s')
  })

  it('says which trouble the trail is in', () => {
    const message = 'The trail contradicts its last checkpoint: run daybook verify'
    expect(troubleOf('auditTrail', { status: 'unhealthy', message })).toBe('The trail contradicts its last checkpoint')
    expect(troubleOf('auditTrail', { status: 'degraded' })).toBe('The audit trail is behind')
  })

  it('puts the worst first', () => {
    const checks = { a: { status: 'healthy' }, b: { status: 'unhealthy' }, c: { status: 'degraded' } } as const
    expect(sortedChecks({ checks }).map(([key]) => key)).toEqual(['b', 'c', 'a'])
  })

  it.each([
    ['199ms', 'good'],
    ['200ms', 'acceptable'],
    ['500ms', 'acceptable'],
    ['501ms', 'poor'],
  ])('calls a response time of %s %s', (time, word) => {
    expect(responseClass(time)?.word).toBe(word)
  })
})
