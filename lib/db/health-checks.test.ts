import { expect, test } from 'vitest'
import { ratePool } from './check-connection-pool'
import { ratePerformance } from './check-performance'

test('the database is slow from 1000 ms', () => {
  expect(ratePerformance(1.6)).toEqual({ status: 'healthy', queryTime: '2ms', threshold: '1000ms' })
  expect(ratePerformance(999)).toMatchObject({ status: 'healthy', queryTime: '999ms' })
  expect(ratePerformance(1_000)).toMatchObject({ status: 'degraded', queryTime: '1000ms' })
})

test('the pool is degraded while every connection is in use and somebody waits', () => {
  expect(ratePool({ total: 20, idle: 0, waiting: 0, max: 20 }).status).toBe('healthy')
  expect(ratePool({ total: 20, idle: 0, waiting: 1, max: 20 }).status).toBe('degraded')
  expect(ratePool({ total: 20, idle: 1, waiting: 1, max: 20 }).status).toBe('healthy')
  expect(ratePool({ total: 19, idle: 0, waiting: 1, max: 20 }).status).toBe('healthy')
})
