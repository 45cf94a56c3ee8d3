import { describe, expect, test } from 'vitest'
import { AuditAction, logCritical, logError } from '../../audit'
import { type MadeEvent, makeEvents } from '../../audit/read/made-events.testing'
import { dayMs } from '../../clock'
import { ruleOf } from '../../testing/alert-rules'
import { newLead, staffContext } from '../../testing/business'
import { useDatabase } from '../../testing/database'
import { rules } from './registry'

const db = useDatabase()
const made = async (event: MadeEvent) => (await makeEvents(db, [event]))[0]

describe('critical-event', () => {
  const { matchOf } = ruleOf('critical-event')

  test('says in the words of the event what happened, and with its error', async () => {
    const { id } = await logCritical(
      AuditAction.LEAD_TO_STUDENT_CONVERSION,
      'Conversion failed mid-transaction',
      new Error('constraint'),
      { entityType: 'Lead', entityId: 'l1' },
    )
    expect(await matchOf(id)).toMatchObject({
      source: 'daybook',
      subject: 'LEAD_TO_STUDENT_CONVERSION Lead',
      sentence: 'Conversion failed mid-transaction.',
      count: 1,
      firstEventId: id,
      lastEventId: id,
    })
    expect((await matchOf(id))?.facts).toContainEqual({ name: 'Error', value: 'constraint' })
    expect((await matchOf(id))?.facts).toContainEqual({ name: 'About', value: 'Lead l1' })
  })

  test('says nothing of an ERROR', async () => {
    const { id } = await logError(AuditAction.API_ERROR, 'failed', new Error('x'))
    expect(await matchOf(id)).toBeUndefined()
  })

  test('keeps systems, actions and kinds of record apart', async () => {
    const subjects = []
    for (const event of [
      { action: 'PAY', source: 'shop' },
      { action: 'PAY', source: 'shop', entityType: 'Order' },
      { action: 'SHIP', source: 'shop', entityType: 'Order' },
    ]) {
      const finding = await matchOf(await made({ ...event, severity: 'CRITICAL' }))
      subjects.push(`${finding?.source}|${finding?.subject}`)
    }
    expect(subjects).toEqual(['shop|PAY', 'shop|PAY Order', 'shop|SHIP Order'])
  })

  test('leaves to audit-integrity what that tells, so that one deed is one message', async () => {
    for (const action of ['OUT_OF_BAND_CHANGE', 'AUDIT_VERIFICATION_FAILED']) {
      const id = await made({ action, severity: 'CRITICAL' })
      expect(await matchOf(id)).toBeUndefined()
      expect(await ruleOf('audit-integrity').matchOf(id)).toBeDefined()
    }
  })
})

describe('no rule of events', () => {
  const matches = async (event: MadeEvent) => {
    const id = await made(event)
    const found = []
    for (const { name, kind } of rules) if (kind === 'event' && (await ruleOf(name).matchOf(id))) found.push(name)
    return found
  }
  const critical = { severity: 'CRITICAL', action: 'PAY', source: 'shop' } as const

  test('fires on what an import brings a day or more after it happened', async () => {
    expect(await matches({ ...critical, at: new Date(Date.now() - dayMs + 60_000) })).toEqual(['critical-event'])
    expect(await matches({ ...critical, at: new Date(Date.now() - dayMs - 1_000) })).toEqual([])
  })

  test('fires on an event of the alert engine itself, but on another system’s of such a name', async () => {
    for (const action of ['ALERT_DELIVERY_FAILED', 'ALERT_ESCALATED', 'INCIDENT_OPENED']) {
      expect(await matches({ severity: 'CRITICAL', action, source: 'daybook' })).toEqual([])
      expect(await matches({ severity: 'CRITICAL', action, source: 'shop' })).toEqual(['critical-event'])
    }
  })
})

describe('audit-integrity', () => {
  const { matchOf } = ruleOf('audit-integrity')

  test('tells of a row that was changed outside Daybook, by table', async () => {
    const lead = await newLead(staffContext())
    await db.ownerQuery(`UPDATE "Lead" SET "name" = 'Mallory' WHERE "id" = $1`, [lead.id])
    const [event] = await db.ownerQuery<{ id: string; login: string }>(
      `SELECT "id"::text, session_user AS login FROM "AuditLog" WHERE "action" = 'OUT_OF_BAND_CHANGE' AND "entityId" = $1`,
      [lead.id],
    )
    const finding = await matchOf(event?.id)
    expect(finding?.subject).toBe('Lead')
    expect(finding?.sentence).toBe(`Data in Lead was changed outside Daybook by the database login ${event?.login}.`)
    expect(finding?.facts).toContainEqual({ name: 'Change', value: 'UPDATE' })
  })

  test('tells of a trail that does not verify', async () => {
    const id = await made({
      action: 'AUDIT_VERIFICATION_FAILED',
      severity: 'CRITICAL',
      description: 'The trail was altered: 1 finding',
    })
    expect(await matchOf(id)).toMatchObject({ subject: 'AuditLog', sentence: 'The trail was altered: 1 finding.' })
  })

  test('says nothing of a verification that passed', async () => {
    expect(await matchOf(await made({ action: 'AUDIT_VERIFIED' }))).toBeUndefined()
  })
})

describe('backup-failed', () => {
  test('tells of a failed backup with its error, not of a completed one', async () => {
    const { matchOf } = ruleOf('backup-failed')
    const { id } = await logError(
      AuditAction.BACKUP_FAILED,
      'The backup could not be restored',
      new Error('no space left'),
    )
    expect(await matchOf(id)).toMatchObject({
      sentence: 'The backup could not be restored.',
      facts: [{ name: 'Error', value: 'no space left' }],
    })
    expect(await matchOf(await made({ action: 'BACKUP_COMPLETED' }))).toBeUndefined()
  })
})

describe('database-unreachable', () => {
  const { matchOf } = ruleOf('database-unreachable')
  const error = (code: string) => made({ action: 'DATABASE_ERROR', severity: 'ERROR', metadata: { code } })

  test.each([
    ['DB_UNREACHABLE', 'The database did not answer.'],
    ['POOLER_TIMEOUT', 'The database took too long over a change and gave it up.'],
    ['POOLER_WAIT_TIMEOUT', 'No connection to the database became free in time.'],
  ])('says what %s means', async (code, sentence) => {
    expect((await matchOf(await error(code)))?.sentence).toBe(sentence)
  })

  test('says nothing of a transaction that was tried again, or of an error without a code', async () => {
    expect(await matchOf(await error('TRANSACTION_RETRY'))).toBeUndefined()
    expect(await matchOf(await made({ action: 'DATABASE_ERROR', severity: 'ERROR' }))).toBeUndefined()
  })
})

describe('lifecycle', () => {
  const { rule, matchOf } = ruleOf('lifecycle')
  const sentence = async (event: MadeEvent) => (await matchOf(await made(event)))?.sentence

  test('is a notice', () => {
    expect(rule).toMatchObject({ kind: 'event', isNotice: true })
  })

  test('names release, host and how long nobody was there', async () => {
    const metadata = { host: 'web-1', release: '1.4.0', silentSeconds: 725 }
    expect(await sentence({ action: 'SYSTEM_STARTED', metadata })).toBe(
      'Daybook 1.4.0 started on web-1 after 12 min 5 s of silence.',
    )
    expect(await sentence({ action: 'SYSTEM_STOPPED', metadata })).toBe('Daybook 1.4.0 stopped on web-1.')
  })

  test('says less where less is known', async () => {
    expect(await sentence({ action: 'SYSTEM_STARTED', source: 'shop' })).toBe('shop started.')
    expect(await sentence({ action: 'LOGIN' })).toBeUndefined()
  })
})
