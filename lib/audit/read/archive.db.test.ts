import { beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../../errors'
import { uuidv7 } from '../../ids'
import { useDatabase } from '../../testing/database'
import { AuditListQuery, AuditTrailQuery } from '../contract'
import { getEvent, listEntityTrail, listEvents } from '../index'
import { untilSealed } from '../ledger/sealer'
import { archiveOldMonths } from '../retention/archive'
import { makeEvents } from './made-events.testing'

const database = useDatabase()
const now = new Date()
const old = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 15, 10))
const oldIds: string[] = []
const newIds: string[] = []

// Old and new events share blocks, as they do when old ones are brought in late.
beforeAll(async () => {
  const name = `AuditLog_${old.toISOString().slice(0, 7).replace('-', '_')}`
  await database.ownerQuery(`CREATE TABLE "${name}" PARTITION OF "AuditLog"
    FOR VALUES FROM (daybook_uuidv7_floor(date_trunc('month', '${old.toISOString()}'::timestamptz, 'UTC')))
    TO (daybook_uuidv7_floor(date_trunc('month', '${old.toISOString()}'::timestamptz, 'UTC') + interval '1 month'));
    CREATE TRIGGER "${name}_no_truncate" BEFORE TRUNCATE ON "${name}" FOR EACH STATEMENT EXECUTE FUNCTION daybook_audit_append_only()`)
  const event = (at: Date, n: number) => ({
    at: new Date(at.getTime() + n),
    description: `Paper number${n}`,
    entityType: 'Paper',
    entityId: `p-${n % 3}`,
    requestId: `request-${n % 5}`,
    severity: n % 10 === 0 ? ('ERROR' as const) : ('INFO' as const),
  })
  for (let batch = 0; batch < 4; batch += 1) {
    const numbers = Array.from({ length: 100 }, (_, i) => batch * 100 + i)
    oldIds.push(
      ...(await makeEvents(
        database,
        numbers.map((n) => event(old, n)),
      )),
    )
    newIds.push(
      ...(await makeEvents(
        database,
        numbers.map((n) => event(new Date(now.getTime() - 60_000), n)),
      )),
    )
    await untilSealed()
  }
  expect(await archiveOldMonths('test')).toEqual([name])
}, 60_000)

async function all(filters: Record<string, string>): Promise<string[]> {
  const ids: string[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const query = AuditListQuery.parse({ ...filters, limit: '70', ...(cursor ? { cursor } : {}) })
    const { data, pagination } = await listEvents(query)
    ids.push(...data.map(({ id }) => id))
    cursor = pagination.nextCursor
  }
  return ids
}
const newestFirst = (ids: readonly string[]) => ids.toSorted().reverse()

describe('what retention has archived', () => {
  test('is listed with archive=true and only then', async () => {
    expect(await all({ archive: 'true' })).toEqual(newestFirst(oldIds))
    const { data, pagination } = await listEvents(AuditListQuery.parse({ archive: 'true', limit: '1' }))
    expect(pagination).toMatchObject({ total: 400, totalIsCapped: false })
    expect(data[0]).toMatchObject({ seq: expect.any(Number), erasedAt: null })
    // The archiving is an event of the trail itself.
    expect((await all({ archive: 'false' })).filter((id) => oldIds.includes(id))).toEqual([])
  })

  test.each([
    { search: 'paper number1' },
    { requestId: 'request-3' },
    { entityName: 'Paper' },
    { severity: 'ERROR' },
    { action: 'LEAD_*' },
  ])('is found by %o there, as the trail is here', async (filters) => {
    const archived = await all({ ...filters, archive: 'true' })
    expect(archived.length).toBeGreaterThan(30)
    expect(archived.every((id) => oldIds.includes(id))).toBe(true)
    const kept = await all(filters)
    const positions = (ids: readonly string[], found: readonly string[]) =>
      newestFirst(found).map((id) => ids.indexOf(id))
    expect(
      positions(
        newIds,
        kept.filter((id) => newIds.includes(id)),
      ),
    ).toEqual(positions(oldIds, archived))
    expect(kept.some((id) => oldIds.includes(id))).toBe(false)
  })

  test('is a part of the trail of a thing that one asks for', async () => {
    const trail = (query: Record<string, string>) =>
      listEntityTrail('Paper', 'p-1', AuditTrailQuery.parse({ limit: '200', order: 'asc', ...query }))
    expect((await trail({ archive: 'true' })).data.map(({ id }) => id)).toEqual(
      oldIds.filter((_, n) => n % 3 === 1).sort(),
    )
    expect((await trail({})).data.map(({ id }) => id)).toEqual(newIds.filter((_, n) => n % 3 === 1).sort())
  })

  test('is there by its id', async () => {
    expect(await getEvent(oldIds[7]?.toUpperCase() ?? '')).toMatchObject({
      id: oldIds[7],
      description: 'Paper number7',
    })
    await expect(getEvent(uuidv7())).rejects.toSatisfy(
      (error) => error instanceof AppError && error.code === 'NOT_FOUND',
    )
  })
})
