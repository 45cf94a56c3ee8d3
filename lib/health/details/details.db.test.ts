import { expect, test } from 'vitest'
import { GET } from '@/app/api/health/details/route'
import { AuditAction, logError, logSuccess } from '../../audit'
import { hourMs } from '../../clock'
import { systemContext } from '../../context'
import { createLead } from '../../leads'
import { useDatabase } from '../../testing/database'
import { haveHealth, haveStart } from '../../testing/measurements'
import { newMember } from '../../testing/session'
import type { HealthDetails } from '../contract'
import { storageOf } from './storage'

const database = useDatabase()

async function detailsFor(role: 'FOUNDER' | 'ADMIN'): Promise<HealthDetails> {
  const { cookie } = await newMember(role)
  const request = new Request('http://localhost:3000/api/health/details', { headers: { cookie } })
  const response = await GET(request, { params: Promise.resolve({}) })
  expect(response.status).toBe(200)
  return response.json()
}

test('a founder finds processes, sessions, sign-ins, failures, events, jobs and backups', async () => {
  const now = Date.now()
  await haveStart(database, new Date(now), null)
  await haveStart(database, new Date(now - hourMs), null)
  await haveHealth(database, { from: new Date(now - 60_000), to: new Date(now) })
  await database.ownerQuery(
    `INSERT INTO "UserLoginHistory" ("id", "accountKey", "loginAt", "success", "failureReason")
     VALUES (gen_random_uuid(), '\\x00', now(), false, 'unknown')`,
  )
  await logError(AuditAction.API_ERROR, 'Payment could not be processed', new Error('no'))
  await logSuccess(AuditAction.BACKUP_COMPLETED, 'Backup made', { metadata: { verified: true } })
  const details = await detailsFor('FOUNDER')
  expect(details.processes).toHaveLength(1)
  expect(details.lastSnapshot).toMatchObject({ diskPercent: 40, databaseMs: 2, cpuPercent: null })
  expect(details.sessions).toMatchObject({ open: 1, active: 1, people: 1 })
  expect(details.signIns?.map(({ name, isSuccess }) => [name, isSuccess])).toEqual(
    expect.arrayContaining([
      [null, false],
      ['Test FOUNDER', true],
    ]),
  )
  // The sign-in that was put there by hand is the critical one.
  expect(details.failures).toEqual({ errors: 2, critical: 1 })
  expect(details.events.map(({ action }) => action)).toEqual(
    expect.arrayContaining(['API_ERROR', 'BACKUP_COMPLETED', 'AUDIT_VIEWED']),
  )
  expect(details.backups).toMatchObject({ lastVerifiedAt: expect.any(String), lastFailedAt: null })
  expect(details.jobs).toEqual({ count: 0, failed: [], overdue: [], lastEndedAt: null })
  expect(details.maintenance).toEqual({ mode: { isOn: false, since: null, until: null }, open: [], next: null })
  expect(details.storage.databaseBytes).toBeGreaterThan(1_000_000)
  expect(details.storage.trail.length).toBeGreaterThan(3)
  expect(details.cloudinary).toBeNull()
})

test('an admin finds the same without the sign-ins of people', async () => {
  await createLead(systemContext('test'), {
    name: 'Ada',
    email: 'ada@example.org',
    phone: null,
    course: null,
    origin: null,
    notes: null,
  })
  const details = await detailsFor('ADMIN')
  expect(details.signIns).toBeNull()
  expect(Object.keys(details.events[0] ?? {}).sort()).toEqual(['action', 'at', 'description', 'id', 'severity'])
  expect(details.events.map(({ action }) => action)).toContain('LEAD_CREATED')
})

test('storage is told by month, newest first, and by what it is for', () => {
  const rows = [
    ['AuditLog_2026_10', 5],
    ['AuditLog_2026_11', 7],
    ['AuditLogArchive_2025_01', 3],
    ['AuditLeaf', 2],
    ['HealthSnapshot', 1],
    ['Lead', 90],
    ['', 1_000],
  ].map(([name, bytes]) => ({ name: String(name), bytes: String(bytes) }))
  expect(storageOf(rows, new Date(0))).toEqual({
    at: new Date(0).toISOString(),
    databaseBytes: 1_000,
    trail: [
      { month: '2026-11', bytes: 7 },
      { month: '2026-10', bytes: 5 },
    ],
    archiveBytes: 3,
    ledgerBytes: 2,
    measurementBytes: 1,
  })
})
