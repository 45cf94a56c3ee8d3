import { beforeEach, expect, test } from 'vitest'
import { hourMs, minuteMs } from '../clock'
import { uuidv7 } from '../ids'
import { useDatabase } from '../testing/database'
import { errorRate, rateErrors } from './check-error-rate'
import { untilSealed } from './ledger/sealer'

const database = useDatabase()
const signal = AbortSignal.timeout(60_000)

// Every test has an hour of its own: rows of the trail cannot be deleted.
let now = new Date()
beforeEach(() => {
  now = new Date(now.getTime() - 3 * hourMs)
})

async function events(count: number, severity: string, { at = now, source = 'daybook' } = {}): Promise<void> {
  const ids = Array.from({ length: count }, () => uuidv7(at))
  await database.appQuery(
    `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "source", "actorType")
     SELECT id, $2, 'SYSTEM_ERROR', $3::"AuditSeverity", 'test', $4, 'system' FROM unnest($1::uuid[]) AS id`,
    [ids, at, severity, source],
  )
}

const status = async () => (await errorRate(signal, now)).status

test('no events at all are healthy and 0%', async () => {
  expect(await errorRate(signal, now)).toEqual({
    status: 'healthy',
    period: 'last 1 hour',
    counts: { errorRate: '0%', total: 0, errors: 0, critical: 0 },
  })
})

test('just below 5 % is healthy, 5 % is degraded', async () => {
  await events(1, 'ERROR')
  await events(20, 'INFO')
  expect(await status()).toBe('healthy')
  await events(1, 'ERROR')
  await events(18, 'WARNING')
  expect(await errorRate(signal, now)).toEqual({
    status: 'degraded',
    period: 'last 1 hour',
    counts: { errorRate: '5%', total: 40, errors: 2, critical: 0 },
  })
})

test('10 % of 20 events is degraded, above it is unhealthy', async () => {
  await events(18, 'INFO')
  await events(2, 'ERROR')
  expect(await status()).toBe('degraded')
  await events(1, 'ERROR')
  expect(await status()).toBe('unhealthy')
})

test('19 events are too few to be unhealthy', async () => {
  await events(19, 'ERROR')
  expect(await status()).toBe('degraded')
  await events(1, 'ERROR')
  expect(await status()).toBe('unhealthy')
})

test('one CRITICAL event is degraded whatever the rate', async () => {
  await events(500, 'INFO')
  expect(await status()).toBe('healthy')
  await events(1, 'CRITICAL')
  expect(await errorRate(signal, now)).toMatchObject({
    status: 'degraded',
    counts: { errorRate: '0.2%', total: 501, errors: 1, critical: 1 },
  })
})

test('only the last hour counts', async () => {
  await events(1, 'CRITICAL', { at: new Date(now.getTime() - hourMs - 1) })
  await events(1, 'CRITICAL', { at: new Date(now.getTime() + 6 * minuteMs) })
  expect(await status()).toBe('healthy')
  await events(1, 'CRITICAL', { at: new Date(now.getTime() - hourMs) })
  expect(await status()).toBe('degraded')
})

test('sealed events count the same, to the millisecond, and with others that are not sealed yet', async () => {
  const cut = new Date(now.getTime() + 30_000)
  await events(1, 'CRITICAL', { at: new Date(cut.getTime() - hourMs - 1) })
  await events(1, 'ERROR', { at: new Date(cut.getTime() - hourMs) })
  await events(10, 'INFO', { at: new Date(cut.getTime() - 20 * minuteMs) })
  await events(1, 'WARNING', { at: new Date(cut.getTime() + 5 * minuteMs - 1) })
  await events(1, 'CRITICAL', { at: new Date(cut.getTime() + 5 * minuteMs) })
  await events(5, 'CRITICAL', { at: cut, source: 'shop' })
  const expected = { counts: { total: 12, errors: 1, critical: 0 } }
  expect(await errorRate(signal, cut)).toMatchObject(expected)
  await untilSealed()
  expect(await errorRate(signal, cut)).toMatchObject(expected)
  await events(3, 'CRITICAL', { at: cut })
  expect(await errorRate(signal, cut)).toMatchObject({ counts: { total: 15, errors: 4, critical: 3 } })
})

test('events of other systems do not count', async () => {
  await events(30, 'CRITICAL', { source: 'shop' })
  expect(await errorRate(signal, now)).toMatchObject({ status: 'healthy', counts: { total: 0 } })
})

test('the sample of the contract rates as it says', () => {
  expect(rateErrors({ total: 400, errors: 2, critical: 0 })).toBe('healthy')
})
