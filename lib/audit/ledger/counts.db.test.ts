import { expect, test } from 'vitest'
import { dayMs } from '../../clock'
import { getPool } from '../../db'
import { useDatabase } from '../../testing/database'
import { pruneMinutes } from './counts'

const db = useDatabase()
const now = new Date('2026-11-28T12:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs).toISOString()

const count = (at: string, action: string, severity: string, n: number) =>
  db.ownerQuery(`INSERT INTO "AuditMinute" VALUES ($1, 'daybook', $2, $3::"AuditSeverity", $4)`, [
    at,
    action,
    severity,
    n,
  ])

const minutes = () =>
  db.ownerQuery(
    `SELECT "at", "action", "severity", "count"::int FROM "AuditMinute" ORDER BY "at", "action", "severity"`,
  )

test('minutes keep their actions for three days, their sums for a month, and nothing is counted twice or lost', async () => {
  await count(daysAgo(32), 'LOGIN', 'INFO', 1)
  await count(daysAgo(4), 'LOGIN', 'INFO', 3)
  await count(daysAgo(4), 'LOGOUT', 'INFO', 4)
  await count(daysAgo(4), 'API_ERROR', 'ERROR', 5)
  await count(daysAgo(2), 'LOGIN', 'INFO', 6)
  await pruneMinutes(getPool(), now)
  const recent = { at: new Date(daysAgo(2)), action: 'LOGIN', severity: 'INFO', count: 6 }
  const old = (severity: string, n: number) => ({ at: new Date(daysAgo(4)), action: '', severity, count: n })
  expect(await minutes()).toEqual([old('INFO', 7), old('ERROR', 5), recent])
  // Late events of an old minute join its sum.
  await count(daysAgo(4), 'LOGIN', 'INFO', 10)
  await pruneMinutes(getPool(), now)
  await pruneMinutes(getPool(), now)
  expect(await minutes()).toEqual([old('INFO', 17), old('ERROR', 5), recent])
})
