import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { GET } from '../../app/api/admin/audit/route'
import { AuditAction, logError, logSuccess } from '../audit'
import type { AuditEvent, AuditPage } from '../audit/contract'
import { useDatabase } from '../testing/database'
import { newMember } from '../testing/session'
import { entityAccess, isFounderOnly } from './policy'

const db = useDatabase()
let admin: Awaited<ReturnType<typeof newMember>>
let founder: typeof admin
beforeAll(async () => {
  admin = await newMember('ADMIN')
  founder = await newMember('FOUNDER')
})

async function ask(query: string, who: typeof admin) {
  const headers = { cookie: who.cookie, 'x-request-id': randomUUID() }
  const request = new Request(`http://localhost:3000/api/admin/audit?${query}`, { headers })
  return GET(request, { params: Promise.resolve({}) })
}

async function eventAs(who: typeof admin, id: string): Promise<AuditEvent | undefined> {
  const page: AuditPage = await (await ask('limit=200', who)).json()
  return page.data.find((event) => event.id === id)
}

const secret = { metadata: { seen: 'hidden' }, before: { port: 25 }, after: { port: 587 } }
const hidden = { before: null, after: null, metadata: null, errorMessage: null, errorStack: null }

describe('who may read the contents of an event', () => {
  it('has been decided for every table whose changes are watched', async () => {
    const tables = await db.ownerQuery<{ name: string }>(
      `SELECT c.relname AS name FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
       WHERE t.tgname = c.relname || '_out_of_band'`,
    )
    expect(tables.length).toBeGreaterThan(10)
    expect(tables.map(({ name }) => name).filter((name) => !(name in entityAccess))).toEqual([])
  })

  it.each([
    { action: 'EMAIL_SETTINGS_UPDATED', entityType: null, source: 'daybook' },
    { action: 'API_KEY_CREATED', entityType: 'ApiKey', source: 'daybook' },
    { action: 'OUT_OF_BAND_CHANGE', entityType: 'Session', source: 'daybook' },
    { action: 'LOGIN', entityType: 'User', source: 'daybook' },
    { action: 'login_failed', entityType: null, source: 'other' },
    { action: 'changed', entityType: 'user', source: 'other' },
    { action: 'AUDIT_EXPORTED', entityType: null, source: 'daybook' },
    { action: 'LEGAL_HOLD_SET', entityType: null, source: 'daybook' },
    { action: 'LEAD_UPDATED', entityType: 'SomethingNew', source: 'daybook' },
  ])('founders alone: $action on $entityType of $source', (event) => expect(isFounderOnly(event)).toBe(true))

  it.each([
    { action: 'LEAD_UPDATED', entityType: 'Lead', source: 'daybook' },
    { action: 'PAYMENT_RECEIVED', entityType: 'Payment', source: 'sample' },
    { action: 'JOB_FAILED', entityType: null, source: 'daybook' },
    { action: 'LOAN_CREATED', entityType: 'Loan', source: 'lending' },
    { action: 'constructor', entityType: null, source: 'other' },
  ])('admins too: $action on $entityType of $source', (event) => expect(isFounderOnly(event)).toBe(false))
})

describe('GET /api/admin/audit', () => {
  it('shows an admin that a setting was changed, but neither what nor the error', async () => {
    const { id } = await logError(AuditAction.EMAIL_SETTINGS_UPDATED, 'Settings failed', new Error('smtp://hidden'), {
      entityType: 'Setting',
      entityId: 'email',
      ...secret,
    })
    expect(await eventAs(founder, id)).toMatchObject({ ...secret, errorMessage: 'smtp://hidden' })
    expect(await eventAs(admin, id)).toMatchObject({
      ...hidden,
      action: 'EMAIL_SETTINGS_UPDATED',
      description: 'Settings failed',
      entityId: 'email',
    })
    expect(await (await ask('limit=200', admin)).text()).not.toContain('hidden')
  })

  it('shows an admin all of the business', async () => {
    const { id } = await logSuccess(AuditAction.LEAD_UPDATED, 'changed', { entityType: 'Lead', ...secret })
    expect(await eventAs(admin, id)).toEqual(await eventAs(founder, id))
    expect(await eventAs(admin, id)).toMatchObject(secret)
  })

  it('answers no question of an admin about what is hidden: a search is refused, and noted', async () => {
    expect((await ask('search=hidden', founder)).status).toBe(200)
    const response = await ask('search=hidden', admin)
    const requestId = response.headers.get('x-request-id')
    expect([response.status, response.headers.get('content-type')]).toEqual([403, 'application/problem+json'])
    const noted = await db.ownerQuery(
      `SELECT "userId" FROM "AuditLog" WHERE "action" = 'ACCESS_DENIED' AND "requestId" = $1`,
      [requestId],
    )
    expect(noted).toEqual([{ userId: admin.id }])
  })

  it('takes every other filter', async () => {
    const page: AuditPage = await (await ask('action=EMAIL_*&entityName=Setting&severity=ERROR&limit=5', admin)).json()
    expect(page.data).toMatchObject([{ action: 'EMAIL_SETTINGS_UPDATED', ...hidden }])
  })
})
