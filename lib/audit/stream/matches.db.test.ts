import { beforeAll, expect, test } from 'vitest'
import { type Context, runInContext, systemContext } from '../../context'
import { useDatabase } from '../../testing/database'
import { AuditAction, listEvents, logError, logSuccess, logWarning } from '..'
import { AuditListQuery } from '../contract'
import { untilSealed } from '../ledger/sealer'
import { matcherOf } from './matches'

useDatabase()

const ctx: Context = systemContext('test', {
  actor: {
    type: 'user',
    id: 'u-1',
    email: 'zoë@example.org',
    name: 'Zoë Byron',
    role: 'STAFF',
    sessionId: 's',
    isSample: false,
  },
  requestId: 'request-1',
  correlationId: 'chain-0001',
})
const day = (at: string): Context => ({ ...ctx, now: () => new Date(at), requestId: 'request-2' })

beforeAll(async () => {
  await runInContext(ctx, async () => {
    await logSuccess(AuditAction.LEAD_CREATED, 'Ada Lovelace was added', { entityType: 'Lead', entityId: 'l-1' })
    await logWarning(AuditAction.LEAD_DELETED, 'Lead removed', { entityType: 'Lead', entityId: 'l-2' })
    await logError(AuditAction.API_ERROR, 'failed', new Error('socket closed'), { metadata: { order: 'ÄRA 4711' } })
  })
  await runInContext(day('2026-03-05T12:00:00.000Z'), () => logSuccess(AuditAction.LEAD_UPDATED, 'an old one'))
  await logSuccess(AuditAction.INVOICE_SENT, 'Invoice sent', { entityType: 'Invoice', entityId: 'l-1' })
  await untilSealed()
})

const filters: Record<string, string>[] = [
  {},
  { entityName: 'Lead' },
  { entityName: 'lead' },
  { entityId: 'l-1' },
  { entityName: 'Lead', entityId: 'l-1' },
  { actorUserId: 'u-1' },
  { source: 'daybook' },
  { source: 'other' },
  { requestId: 'request-1' },
  { correlationId: 'chain-0001' },
  { severity: 'WARNING,ERROR' },
  { action: 'LEAD_*' },
  { action: 'LEAD_CREATED,INVOICE_SENT' },
  { action: 'LEAD' },
  { search: 'love' },
  { search: 'LOVELACE added' },
  { search: 'ovelace' },
  { search: 'zoë' },
  { search: '4711 ära' },
  { search: 'socket' },
  { search: '!?' },
  { search: 'lead', severity: 'WARNING' },
  { dateFrom: '2026-03-05T12:00:00.000Z', dateTo: '2026-03-05T12:00:00.000Z' },
  { dateTo: '2026-03-05T11:59:59.999Z' },
  { dateFrom: '2026-03-05T12:00:00.001Z' },
]

test.each(filters)('a stream tells of the events that the list shows for %j', async (input) => {
  const all = await listEvents(AuditListQuery.parse({ limit: '200' }))
  const query = AuditListQuery.parse({ ...input, limit: '200' })
  const { page: _page, limit: _limit, ...wanted } = query
  const shown = await listEvents(query)
  const told = all.data.filter(matcherOf(wanted))
  expect(told.map(({ description }) => description)).toEqual(shown.data.map(({ description }) => description))
})
