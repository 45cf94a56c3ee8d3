import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { CheckResult, type HealthCheck, HealthJson, type HealthReport, SystemHealth } from './contract'
import { healthJsonOf } from './health-json'
import { runChecks, worstOf } from './run-checks'
import { viewOf } from './view'

afterEach(() => void vi.useRealTimers())

/** The report, once so much time has passed; undefined when it was not ready at that moment. The clock does nothing else. */
async function reportAfter(ms: number, checks: readonly HealthCheck[], limitMs?: number) {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] })
  let report: HealthReport | undefined
  void runChecks(checks, limitMs).then((made) => (report = made))
  await vi.advanceTimersByTimeAsync(ms)
  return report
}

const check = (name: string, run: HealthCheck['run'], whenLate?: CheckResult): HealthCheck =>
  whenLate ? { name, run, whenLate } : { name, run }

test('the whole is as the worst check, and an unknown one does not worsen it', () => {
  expect(worstOf(['healthy', 'unknown'])).toBe('healthy')
  expect(worstOf(['healthy', 'degraded', 'unknown'])).toBe('degraded')
  expect(worstOf(['degraded', 'unhealthy', 'healthy'])).toBe('unhealthy')
  expect(worstOf([])).toBe('healthy')
})

test('a check that never ends is told as late and does not hold up the others', async () => {
  const report = await reportAfter(
    100,
    [
      check('hangs', () => new Promise(() => {})),
      check('hangsToo', () => new Promise(() => {}), { status: 'unknown', message: 'Too slow to tell' }),
      check('works', async () => ({ status: 'healthy' })),
    ],
    100,
  )
  expect(report?.status).toBe('unhealthy')
  expect(report?.checks.hangs).toMatchObject({ status: 'unhealthy', message: 'The check did not end in time' })
  expect(report?.checks.hangsToo).toMatchObject({ status: 'unknown', message: 'Too slow to tell' })
  expect(report?.checks.works).toMatchObject({ status: 'healthy' })
})

test('the limit of a check is 2 s', async () => {
  expect(await reportAfter(1_999, [check('hangsFully', () => new Promise(() => {}))])).toBeUndefined()
  expect(await reportAfter(2_000, [check('hangsWholly', () => new Promise(() => {}))])).toBeDefined()
})

test('the signal of a late check fires, so that it can let go', async () => {
  let isAborted = false
  await runChecks(
    [
      check(
        'aborts',
        (signal) => new Promise(() => signal.addEventListener('abort', () => (isAborted = true), { once: true })),
      ),
    ],
    50,
  )
  expect(isAborted).toBe(true)
})

test('a check that still hangs is not started again, and is once it has ended', async () => {
  let starts = 0
  let end = () => {}
  const hanging = check('hangsAgain', () => {
    starts += 1
    return new Promise((resolve) => {
      end = () => resolve({ status: 'healthy' })
    })
  })
  await runChecks([hanging], 30)
  const second = await runChecks([hanging], 30)
  expect(starts).toBe(1)
  expect(second.status).toBe('unhealthy')
  end()
  await sleep(5)
  await runChecks([hanging], 30)
  expect(starts).toBe(2)
})

test('a check that throws, at once or later, is unhealthy in our words, never in those of a library', async () => {
  const report = await runChecks([
    check('throwsAtOnce', () => {
      throw new Error('relation "secret" does not exist')
    }),
    check('throwsLater', async () => {
      await sleep(1)
      throw new Error('relation "secret" does not exist')
    }),
  ])
  expect(report.status).toBe('unhealthy')
  expect(JSON.stringify(report)).not.toContain('secret')
  expect(report.checks.throwsLater).toMatchObject({ status: 'unhealthy' })
})

test('a check that needs a database which is away knows nothing', async () => {
  const refused = Object.assign(new Error('connect ECONNREFUSED 10.0.0.1:5432'), { code: 'ECONNREFUSED' })
  const report = await runChecks([check('needsDatabase', () => Promise.reject(refused))])
  expect(report.status).toBe('healthy')
  expect(report.checks.needsDatabase).toMatchObject({ status: 'unknown', message: 'The database does not answer' })
})

const report = () =>
  runChecks([
    check('databasePerformance', async () => ({ status: 'healthy', queryTime: '2ms', threshold: '1000ms' })),
    check('errorRate', async () => ({
      status: 'degraded',
      period: 'last 1 hour',
      counts: { errorRate: '0.5%', errors: 2, total: 400, critical: 0 },
    })),
    check('memory', async () => ({ status: 'unknown', message: 'Not told', counts: { rssBytes: 5 } })),
  ])

test('without counts a check keeps status, message, timings and period only', async () => {
  const view = SystemHealth.parse(viewOf(await report(), false))
  expect(view.responseTime).toMatch(/^\d+ms$/)
  expect(view.checks).toEqual({
    databasePerformance: { status: 'healthy', queryTime: '2ms', threshold: '1000ms' },
    errorRate: { status: 'degraded', period: 'last 1 hour' },
    memory: { status: 'unknown', message: 'Not told' },
  })
  expect(JSON.stringify(healthJsonOf(await report(), false))).not.toMatch(/400|rssBytes|percent/)
})

test('with counts they stand beside the other fields', async () => {
  const view = SystemHealth.parse(viewOf(await report(), true))
  expect(view.checks.errorRate).toEqual({
    status: 'degraded',
    period: 'last 1 hour',
    errorRate: '0.5%',
    errors: 2,
    total: 400,
    critical: 0,
  })
})

test('health+json has pass, warn or fail and one array per component:measurement', async () => {
  const body = HealthJson.parse(healthJsonOf(await report(), true))
  expect(body.status).toBe('warn')
  expect(body.serviceId).toBe('daybook')
  expect(body.checks['databasePerformance:queryTime']).toMatchObject([
    { observedValue: 2, observedUnit: 'ms', status: 'pass' },
  ])
  expect(body.checks['errorRate:errorRate']).toMatchObject([
    { observedValue: 0.5, observedUnit: 'percent', status: 'warn' },
  ])
  expect(body.checks['errorRate:total']).toMatchObject([{ observedValue: 400, observedUnit: 'count' }])
  expect(body.checks['memory:rssBytes']).toMatchObject([
    { observedValue: 5, observedUnit: 'bytes', status: 'warn', output: 'Not told' },
  ])
})

test('health+json is as draft-inadarei-api-health-check-06 says: what a component is, an output only where something is wrong', async () => {
  const body = healthJsonOf(await report(), true)
  const entries = Object.entries(body.checks).flatMap(([key, list]) => list.map((entry) => ({ key, ...entry })))
  expect(entries.length).toBeGreaterThan(5)
  for (const { key, status, output, time, observedUnit } of entries) {
    expect(key).toMatch(/^[A-Za-z]+:[A-Za-z]+$/)
    expect(['pass', 'warn', 'fail']).toContain(status)
    if (status === 'pass') expect(output).toBeUndefined()
    expect(new Date(time).toISOString()).toBe(time)
    expect(observedUnit).not.toBe('')
  }
  const typeOf = (name: string) => entries.find(({ key }) => key.startsWith(`${name}:`))?.componentType
  expect([typeOf('databasePerformance'), typeOf('memory'), typeOf('errorRate')]).toEqual([
    'datastore',
    'system',
    'component',
  ])
})

test('a field that is neither public nor a count does not pass as a result', () => {
  expect(CheckResult.safeParse({ status: 'healthy', students: 5 }).success).toBe(false)
})
