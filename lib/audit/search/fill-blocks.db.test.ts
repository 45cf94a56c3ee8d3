import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { getPool, takeLease } from '../../db'
import { useDatabase } from '../../testing/database'
import { AuditListQuery } from '../contract'
import { listEvents } from '../index'
import { Counter } from '../ledger/counts'
import { LeaseLost, sealBatch } from '../ledger/seal'
import { untilSealed } from '../ledger/sealer'
import { makeEvents } from '../read/made-events.testing'
import { fillBlocks, refillBlocks, unknownWordsSql } from './fill-blocks'

const database = useDatabase()
const lead = async () => {
  const lease = await takeLease(getPool(), 'audit.seal', randomUUID())
  if (!lease) throw new Error('Another leads')
  return lease
}
const leave = () => database.ownerQuery(`UPDATE "Lease" SET "expiresAt" = now() - interval '1 s'`)
const blocks = async (query: string) => {
  const rows = await database.ownerQuery<{ index: string }>(
    'SELECT "index" FROM "AuditBlock" WHERE "words" @@ $1::tsquery ORDER BY 1',
    [query],
  )
  return rows.map(({ index }) => Number(index))
}
const found = async (search: string) => (await listEvents(AuditListQuery.parse({ search }))).pagination.total
const events = (count: number, description: string) => Array.from({ length: count }, () => ({ description }))

beforeEach(leave)

describe('the search index', () => {
  test('has a block for every 256 sealed events, and the sealer makes it', async () => {
    await makeEvents(database, events(255, 'first'))
    await untilSealed()
    expect(await blocks('first')).toEqual([])
    await makeEvents(database, events(258, 'second'))
    await untilSealed()
    expect(await blocks('first')).toEqual([0])
    expect(await blocks('second')).toEqual([0, 1])
    expect([await found('first'), await found('second')]).toEqual([255, 258])
  })

  test('lists nothing for a block with more words than PostgreSQL takes, and it is looked through every time', async () => {
    const long = (n: number) => Array.from({ length: 900 }, (_, i) => `w${n}x${i}`.padEnd(15, 'y')).join(' ')
    await makeEvents(
      database,
      Array.from({ length: 256 }, (_, n) => ({ description: `third ${long(n)}` })),
    )
    await untilSealed()
    expect(await blocks(`'*'`)).toEqual([2])
    expect(await blocks('third')).toEqual([])
    expect([await found('third'), await found('w7x899'), await found('w7x900')]).toEqual([256, 1, 0])
  })

  test('is not written by a leader that has lost the lead', async () => {
    const lost = await lead()
    await leave()
    await lead()
    await expect(fillBlocks(lost, 300)).rejects.toThrow(LeaseLost)
  })

  test('forgets what was erased when its block is made again, and keeps the rest', async () => {
    const [id = ''] = await makeEvents(database, [
      { description: 'Margarethe asked', entityId: 'kept', userName: 'Margarethe' },
    ])
    await makeEvents(database, events(300, 'filling'))
    await untilSealed()
    expect(await blocks('margarethe')).toHaveLength(1)
    const hash = Buffer.alloc(32)
    await database.ownerQuery('SELECT daybook_erase_event($1, $2, $3, NULL)', [id, hash, hash])
    await database.ownerQuery(`UPDATE "AuditBlock" SET "words" = ${unknownWordsSql}`)
    // Were it cut short here, everything would still be found, and a later run would bring it to its end.
    expect([await found('margarethe'), await found('kept'), await found('filling')]).toEqual([0, 1, 300])
    await refillBlocks(getPool())
    expect(await blocks('margarethe')).toEqual([])
    expect(await blocks('kept')).toHaveLength(1)
    expect([await found('margarethe'), await found('kept'), await found('filling')]).toEqual([0, 1, 300])
    const { data } = await listEvents(AuditListQuery.parse({ search: 'kept' }))
    expect(data[0]?.erasedAt).toEqual(expect.any(String))
  })

  test('takes JSON nested more deeply than calls can be', async () => {
    await database.ownerQuery(
      `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType", "metadata")
        VALUES (daybook_uuidv7(), now(), 'LOGIN', 'INFO', 'deep', 'system', (repeat('[', 6000) || '"bottom"' || repeat(']', 6000))::jsonb)`,
    )
    await makeEvents(database, events(300, 'above'))
    await untilSealed()
    expect(await blocks('bottom')).toHaveLength(1)
    expect([await found('bottom'), await found('deep')]).toEqual([1, 1])
  })

  test('goes on after a block that cannot be made, and looks through that one every time', async () => {
    await database.ownerQuery(`CREATE FUNCTION refuse_block() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN IF NEW."words" @@ 'poison' THEN RAISE EXCEPTION 'refused'; END IF; RETURN NEW; END $$;
      CREATE TRIGGER refuse_block BEFORE INSERT OR UPDATE ON "AuditBlock" FOR EACH ROW EXECUTE FUNCTION refuse_block()`)
    const before = await blocks(`'*'`)
    await makeEvents(database, [{ description: 'poison' }, ...events(600, 'healthy')])
    await untilSealed()
    expect(await blocks(`'*'`)).toHaveLength(before.length + 1)
    expect((await blocks('healthy')).length).toBeGreaterThan(0)
    expect([await found('poison'), await found('healthy')]).toEqual([1, 600])
    // The daily round makes the others again, and this one as soon as it can be made.
    await refillBlocks(getPool())
    expect(await blocks('poison')).toEqual([])
    await database.ownerQuery('DROP TRIGGER refuse_block ON "AuditBlock"')
    await refillBlocks(getPool())
    expect(await blocks('poison')).toHaveLength(1)
  })

  test('waits while erased events are taken out of it, so that nothing comes back', async () => {
    const lease = await lead()
    await makeEvents(database, events(600, 'fourth'))
    await sealBatch(lease, new Counter())
    const [before] = await database.ownerQuery<{ n: number }>('SELECT count(*)::int AS n FROM "AuditBlock"')
    const eraser = await getPool().connect()
    try {
      await eraser.query('BEGIN; SELECT pg_advisory_xact_lock(7203160144002)')
      await fillBlocks(lease, 300)
      const [after] = await database.ownerQuery<{ n: number }>('SELECT count(*)::int AS n FROM "AuditBlock"')
      expect(after).toEqual(before)
    } finally {
      await eraser.query('COMMIT')
      eraser.release()
    }
    await fillBlocks(lease, 300)
    expect((await blocks('fourth')).length).toBeGreaterThan(1)
  })
})
