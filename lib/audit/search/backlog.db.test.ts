import { beforeAll, describe, expect, test } from 'vitest'
import { systemContext } from '../../context'
import { useDatabase } from '../../testing/database'
import { AuditListQuery } from '../contract'
import { exportTrail } from '../export/export-trail'
import { listEvents } from '../index'
import { untilSealed } from '../ledger/sealer'
import { findPage } from '../read/find-page'
import { makeEvents } from '../read/made-events.testing'

const database = useDatabase()

/** By cursor to the end, as a reader goes on whose machine took long for the first page. */
async function expectOne(search: string, id: string | undefined): Promise<void> {
  const found: string[] = []
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const { data, pagination } = await listEvents(AuditListQuery.parse({ search, ...(cursor ? { cursor } : {}) }))
    expect(pagination.totalIsCapped || pagination.total === 1).toBe(true)
    found.push(...data.map((event) => event.id))
    cursor = pagination.nextCursor
  }
  expect(found).toEqual([id])
}

async function exported(search: string): Promise<string> {
  const query = { format: 'ndjson', search } as const
  const { begin } = await exportTrail(systemContext('test'), query, AbortSignal.any([]))
  let text = ''
  for await (const chunk of await begin()) text += chunk
  return text
}

describe('while more waits for the sealer than is read at once', () => {
  let id: string | undefined

  beforeAll(async () => {
    ;[id] = await makeEvents(database, [{ at: new Date(Date.now() - 60_000), description: 'plover' }])
    await database.ownerQuery(
      `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType")
        SELECT daybook_uuidv7(), now(), 'LOGIN', 'INFO', 'many', 'system' FROM generate_series(1, 50100)`,
    )
  })

  test('a search finds the oldest of it, and an export has it', async () => {
    await expectOne('plover', id)
    expect(await exported('plover')).toContain(`"id":"${id}"`)
  }, 30_000)

  test.each(['asc', 'desc'] as const)(
    'every event is found once (%s)',
    async (order) => {
      const ids: string[] = []
      for (let cursor: string | undefined, isDone = false; !isDone; isDone = cursor === undefined) {
        const found = await findPage('AuditLog', { search: 'many' }, { order, limit: 10_000, cursor })
        ids.push(...found.ids)
        cursor = found.nextCursor ?? undefined
      }
      expect(ids).toHaveLength(50_100)
      expect(new Set(ids).size).toBe(50_100)
      expect(ids).toEqual(order === 'asc' ? ids.toSorted() : ids.toSorted().reverse())
    },
    60_000,
  )
})

describe('while more waits for a block of the search than can be ordered', () => {
  test('a search finds the oldest of it, and an export has it', async () => {
    await database.ownerQuery('SET session_replication_role = replica; DELETE FROM "AuditUnsealed"')
    const [id] = await makeEvents(database, [{ description: 'dotterel' }])
    await untilSealed()
    await database.ownerQuery(`SET session_replication_role = replica;
      INSERT INTO "AuditLeaf" ("seq", "id")
        SELECT (SELECT max("seq") FROM "AuditLeaf") + n, gen_random_uuid() FROM generate_series(1, 262500) AS n`)
    await expectOne('dotterel', id)
    expect(await exported('dotterel')).toContain(`"id":"${id}"`)
  }, 30_000)
})
