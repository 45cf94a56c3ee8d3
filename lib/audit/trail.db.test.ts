import { describe, expect, it } from 'vitest'
import { hourMs } from '../clock'
import { type Context, runInContext, systemContext } from '../context'
import { withTx } from '../db'
import { AppError } from '../errors'
import { useDatabase } from '../testing/database'
import { AuditListQuery, AuditTrailQuery } from './contract'
import {
  AuditAction,
  getEvent,
  getStats,
  latestEvents,
  listEntityTrail,
  listEvents,
  logCritical,
  logError,
  logSuccess,
  logWarning,
  recordAudit,
} from './index'

const db = useDatabase()

const person: Context = systemContext('test', {
  actor: {
    type: 'user',
    id: '0190b0a0-0000-7000-8000-000000000001',
    email: 'ada@example.org',
    name: 'Ada Byron King',
    role: 'STAFF',
    sessionId: 's',
    isSample: false,
  },
  ipAddress: '203.0.113.7',
  userAgent: 'Browser/1.0',
  method: 'POST',
  path: '/api/leads',
})

const query = (input: Record<string, string>) => AuditListQuery.parse(input)

describe('writing', () => {
  it('keeps who, from where, under which ids and what for an event logged inside a request', async () => {
    const { id, stored } = await runInContext(person, () =>
      logSuccess(AuditAction.INVOICE_GENERATED, 'Invoice INV-1 generated', {
        entityType: 'Invoice',
        entityId: 'i-1',
        metadata: { amount: 499 },
      }),
    )
    expect(stored).toBe('database')
    expect(await getEvent(id)).toMatchObject({
      action: 'INVOICE_GENERATED',
      severity: 'INFO',
      source: 'daybook',
      actorType: 'user',
      userName: 'Ada Byron King',
      ipAddress: '203.0.113.7',
      userAgent: 'Browser/1.0',
      method: 'POST',
      path: '/api/leads',
      requestId: person.requestId,
      entityType: 'Invoice',
      entityName: 'Invoice',
      entityId: 'i-1',
      metadata: { amount: 499 },
      actor: { email: 'ada@example.org', firstName: 'Ada', lastName: 'Byron King' },
    })
  })

  it('gives each kind of call its severity, with message and stack of the error and of its causes', async () => {
    const error = new Error('payment refused: password=hunter2', { cause: new Error('socket closed') })
    const warning = await logWarning(AuditAction.SYSTEM_ERROR, 'careful')
    const failure = await logError(AuditAction.API_ERROR, 'failed', error)
    const critical = await logCritical(AuditAction.LEAD_TO_STUDENT_CONVERSION, 'half done', error)
    expect((await getEvent(warning.id)).severity).toBe('WARNING')
    expect(await getEvent(failure.id)).toMatchObject({
      severity: 'ERROR',
      errorMessage: 'payment refused: password=[redacted]',
    })
    const stored = await getEvent(critical.id)
    expect(stored.severity).toBe('CRITICAL')
    expect(stored.errorStack).toContain('trail.db.test.ts')
    expect(stored.errorStack).toContain('Caused by: Error: socket closed')
    expect(stored.errorStack).not.toContain('hunter2')
  })

  it('never throws when what it is given cannot even be looked at', async () => {
    const metadata = {
      get odd(): string {
        throw new Error('not now')
      },
    }
    const { id, stored } = await logSuccess(AuditAction.LEAD_CREATED, 'unreadable', { metadata })
    expect(stored).toBe('database')
    expect(await getEvent(id)).toMatchObject({ description: 'unreadable', metadata: { unreadable: true } })
  })

  it('never throws, whatever it is given', async () => {
    const loop: Record<string, unknown> = {}
    loop.self = loop
    const odd = {
      metadata: { loop, big: 10n ** 40n, nul: 'a\0b', half: '\ud800', huge: 'x'.repeat(100_000) },
      entityId: 'e'.repeat(10_000),
    }
    const { id, stored } = await logError(AuditAction.SYSTEM_ERROR, 'NUL \0 and \udfff', 'thrown text', odd)
    expect(stored).toBe('database')
    expect((await getEvent(id)).description).toBe('NUL [NUL] and \ufffd')
  })

  it('tells that an event stands only in the log when the database takes nothing', async () => {
    await db.ownerQuery(
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'refused by test'; END $$`,
    )
    await db.ownerQuery(
      `CREATE TRIGGER refuse BEFORE INSERT ON "AuditLog" FOR EACH ROW WHEN (NEW."entityId" = 'refuse-me') EXECUTE FUNCTION refuse()`,
    )
    const result = await logSuccess(AuditAction.LOGIN, 'lost?', { entityId: 'refuse-me' })
    expect(result.stored).toBe('log')
  })

  it('commits an event with its change, and takes it back with it', async () => {
    const setting = (key: string, fail: boolean) =>
      withTx(person, async (tx) => {
        await tx.setting.create({ data: { key, value: 1, updatedAt: new Date() } })
        await recordAudit(tx, person, {
          action: AuditAction.GENERAL_SETTINGS_UPDATED,
          description: key,
          entityType: 'Setting',
          entityId: key,
        })
        if (fail) throw new Error('after the event')
      })
    await setting('kept', false)
    await expect(setting('undone', true)).rejects.toThrow('after the event')
    expect((await listEntityTrail('Setting', 'kept', AuditTrailQuery.parse({}))).data).toHaveLength(1)
    expect((await listEntityTrail('Setting', 'undone', AuditTrailQuery.parse({}))).data).toHaveLength(0)
  })

  it('writes nothing for a change that changes nothing', async () => {
    const state = { name: 'Ada', status: 'NEW' }
    const id = await withTx(person, (tx) =>
      recordAudit(tx, person, {
        action: AuditAction.LEAD_UPDATED,
        description: 'x',
        entityType: 'Lead',
        entityId: 'same',
        before: state,
        after: { ...state },
      }),
    )
    expect(id).toBeNull()
    expect((await listEntityTrail('Lead', 'same', AuditTrailQuery.parse({}))).data).toEqual([])
  })

  it('marks what sample people do', async () => {
    const sample = { ...person, actor: { ...person.actor, isSample: true } as Context['actor'] }
    const { id } = await runInContext(sample, () => logSuccess(AuditAction.LEAD_CREATED, 'sample'))
    expect((await getEvent(id)).source).toBe('sample')
  })
})

describe('reading', () => {
  const at = (hoursAgo: number) => ({ ...person, now: () => new Date(Date.now() - hoursAgo * hourMs) })
  const log = (
    hoursAgo: number,
    action: keyof typeof AuditAction,
    entityId: string,
    severity: 'INFO' | 'WARNING' = 'INFO',
  ) =>
    runInContext(at(hoursAgo), () =>
      (severity === 'INFO' ? logSuccess : logWarning)(AuditAction[action], `${action} ${entityId}`, {
        entityType: 'Loan',
        entityId,
      }),
    )

  it('filters by each thing it says it can', async () => {
    const { id } = await log(3, 'LOAN_CREATED', 'L-1')
    await log(2, 'LOAN_UPDATED', 'L-1', 'WARNING')
    const found = async (filters: Record<string, string>) =>
      (await listEvents(query(filters))).data.map((event) => event.action)
    expect(await found({ entityName: 'Loan', entityId: 'L-1' })).toEqual(['LOAN_UPDATED', 'LOAN_CREATED'])
    expect(await found({ action: 'LOAN_CREATED' })).toEqual(['LOAN_CREATED'])
    expect(await found({ action: 'LOAN_*,LOGIN' })).toEqual(['LOAN_UPDATED', 'LOAN_CREATED'])
    expect(await found({ action: 'LO_N*' })).toEqual([])
    expect(await found({ severity: 'WARNING', entityName: 'Loan' })).toEqual(['LOAN_UPDATED'])
    expect(await found({ actorUserId: 'nobody' })).toEqual([])
    expect(await found({ requestId: person.requestId, entityName: 'Loan' })).toHaveLength(2)
    expect(await found({ correlationId: person.correlationId, entityName: 'Loan' })).toHaveLength(2)
    expect(await found({ search: 'loan_updated l-1' })).toEqual(['LOAN_UPDATED'])
    expect(await found({ source: 'elsewhere' })).toEqual([])
    const when = (await getEvent(id)).occurredAt
    expect(await found({ dateFrom: when, dateTo: when, entityName: 'Loan' })).toEqual(['LOAN_CREATED'])
    expect(await found({ dateFrom: new Date(Date.now() + hourMs).toISOString() })).toEqual([])
  })

  it('takes % and _ in a search as what they are: between words', async () => {
    await logSuccess(AuditAction.LEAD_CREATED, 'discount of 50% for a_b')
    expect((await listEvents(query({ search: '50% for a_b' }))).data).toHaveLength(1)
    expect((await listEvents(query({ search: '5_% for' }))).data).toHaveLength(1)
    expect((await listEvents(query({ search: 'for axb' }))).data).toHaveLength(0)
    expect((await listEvents(query({ search: '%' }))).data).toHaveLength(0)
  })

  it('goes through all by cursor, each once, in both orders', async () => {
    for (let i = 0; i < 12; i += 1) await log(1, 'LOAN_UPDATED', 'L-many')
    for (const order of ['desc', 'asc'] as const) {
      const seen: string[] = []
      let cursor: string | null | undefined
      do {
        const page = await listEntityTrail(
          'Loan',
          'L-many',
          AuditTrailQuery.parse({ limit: '5', order, ...(cursor ? { cursor } : {}) }),
        )
        seen.push(...page.data.map((event) => event.id))
        expect(page.pagination).toMatchObject({ total: 12, totalPages: 3, totalIsCapped: false })
        cursor = page.pagination.nextCursor
      } while (cursor)
      expect(new Set(seen).size).toBe(12)
      expect(seen).toEqual(order === 'asc' ? [...seen].sort() : [...seen].sort().reverse())
    }
  })

  it('sends readers of very deep pages to the cursor', async () => {
    await expect(listEvents(query({ page: '501', limit: '20' }))).rejects.toSatisfy(
      (error) => error instanceof AppError && error.code === 'INVALID_INPUT',
    )
    await expect(listEvents(query({ page: '500', limit: '20' }))).resolves.toBeDefined()
  })

  it('shows warnings, errors and critical events as errors, and nothing else', async () => {
    const { logs, count } = await latestEvents('errors', 200)
    expect(count).toBe(logs.length)
    expect(new Set(logs.map((event) => event.severity))).toEqual(new Set(['WARNING', 'ERROR', 'CRITICAL']))
    const [stored] = await db.ownerQuery<{ n: number }>(
      `SELECT count(*)::int AS n FROM "AuditLog" WHERE "severity" <> 'INFO'`,
    )
    expect(count).toBe(stored?.n)
  })

  it('reads errors from their small index', async () => {
    const plan = await db.ownerQuery(
      `EXPLAIN SELECT "id" FROM "AuditLog" WHERE "severity" <> 'INFO' ORDER BY "id" DESC LIMIT 50`,
    )
    const text = JSON.stringify(plan)
    // The partitions' copies of AuditLog_errors_idx; reading everything would use their primary keys.
    expect(text).toContain('_id_idx')
    expect(text).not.toContain('_pkey')
  })

  it('sums the last 24 hours and no more', async () => {
    await log(25, 'SORTEO_OPEN', 'yesterday')
    await log(23, 'SORTEO_CLOSE', 'today')
    const stats = await getStats()
    expect(stats.byAction.find(({ action }) => action === 'SORTEO_OPEN')).toBeUndefined()
    expect(stats.byAction.find(({ action }) => action === 'SORTEO_CLOSE')).toEqual({ action: 'SORTEO_CLOSE', count: 1 })
    expect(stats.byAction.reduce((n, { count }) => n + count, 0)).toBe(stats.total)
    expect(stats.byHour.reduce((n, { total }) => n + total, 0)).toBe(stats.total)
    expect(stats.byHour.length).toBeGreaterThanOrEqual(24)
    expect(stats.errors).toBeGreaterThanOrEqual(stats.critical)
  })

  it('says that an unknown event is not there', async () => {
    await expect(getEvent('0190b0a0-0000-7000-8000-00000000ffff')).rejects.toSatisfy(
      (error) => error instanceof AppError && error.code === 'NOT_FOUND',
    )
  })
})
