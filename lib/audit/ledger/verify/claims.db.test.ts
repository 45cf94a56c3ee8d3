import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { systemContext } from '../../../context'
import { getPool } from '../../../db'
import { useDatabase } from '../../../testing/database'
import { AuditAction, logSuccess } from '../..'
import { archiveOldMonths, dropOldMonths } from '../../retention/archive'
import { eraseSubject } from '../../retention/erase/erase-subject'
import { commitment, type Group, groups } from '../leaf'
import { untilSealed } from '../sealer'
import { checkpointVerifier } from '../signing-key'
import { bodyOf } from '../stored-event'
import { findVerifications, startVerification } from '../verification'
import { Claims } from './claims'
import { readSealedEvents } from './read-sealed'
import { verifyDatabase } from './verify-database'

const db = useDatabase()
const ctx = systemContext('test')
const verify = async () => (await verifyDatabase({ verifier: checkpointVerifier() })).findings
/** A superuser for whom no trigger fires. */
const attack = (sql: string) => db.ownerQuery(`SET session_replication_role = replica; ${sql}`)

/** A month of the trail with some events, as one that was made in its time. */
async function month(monthsAgo: number, events: number): Promise<string> {
  const now = new Date()
  const at = new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - monthsAgo)).toISOString()
  const name = `AuditLog_${at.slice(0, 7).replace('-', '_')}`
  await db.ownerQuery(`
    CREATE TABLE "${name}" PARTITION OF "AuditLog" FOR VALUES FROM (daybook_uuidv7_floor('${at}')) TO (daybook_uuidv7_floor('${at}'::timestamptz + interval '1 month'));
    INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType")
      SELECT daybook_uuidv7(at), at, 'LOGIN', 'INFO', 'long ago', 'system' FROM generate_series(1, ${events}) AS n, LATERAL (SELECT '${at}'::timestamptz + n * interval '1 min' AS at) AS t`)
  return name
}

/** Does something forbidden, answers what is found, and puts everything back. */
async function foundAfter(tables: string[], act: () => Promise<unknown>) {
  for (const table of tables) await db.ownerQuery(`CREATE TABLE "kept_${table}" AS SELECT * FROM "${table}"`)
  await act()
  const findings = await verify()
  for (const table of tables)
    await attack(
      `DELETE FROM "${table}"; INSERT INTO "${table}" SELECT * FROM "kept_${table}"; DROP TABLE "kept_${table}"`,
    )
  expect(await verify()).toEqual([])
  return findings
}

/** As if a month had been dropped long ago: the event that says so stands in a month that is old itself. */
async function droppedLongAgo(name: string, rows: number, saidIn: string): Promise<void> {
  await untilSealed()
  await db.ownerQuery(`
    INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType", "metadata")
      SELECT daybook_uuidv7("occurredAt"), "occurredAt", 'AUDIT_DROPPED', 'WARNING', 'long ago', 'system', jsonb_build_object(
        'partitions', jsonb_build_array('${name}'), 'rows', ${rows}, 'fromId', b.from_id, 'toId', b.to_id)
      FROM (SELECT "occurredAt" FROM "${saidIn}" LIMIT 1) AS e, daybook_month_bounds('AuditLog', '${name}') AS b;
    ALTER TABLE "AuditLog" DETACH PARTITION "${name}";
    DROP TABLE "${name}"`)
}

let dropped = ''
beforeAll(async () => {
  const [ancient, older] = [await month(75, 5), await month(66, 5)]
  dropped = await month(63, 20)
  await droppedLongAgo(ancient, 5, dropped)
  for (let n = 0; n < 20; n += 1)
    await logSuccess(AuditAction.LOGIN, `evidence ${n}`, { entityType: 'Lead', entityId: randomUUID() })
  await untilSealed()
  expect(await archiveOldMonths('test')).toEqual([older, dropped])
  expect(await dropOldMonths(1_826, 'test')).toEqual([older, dropped])
  await untilSealed()
})

afterEach(() => vi.restoreAllMocks())

it('finds nothing after a month was dropped, and after the event that says so was dropped with its own', async () => {
  expect(
    await db.ownerQuery(`SELECT FROM "AuditLog" WHERE "action" = 'AUDIT_DROPPED' AND "description" = 'long ago'`),
  ).toEqual([])
  expect(await verify()).toEqual([])
})

describe('a dropped month hides nothing else', () => {
  it('when the bounds in the table are moved', async () => {
    const findings = await foundAfter(['AuditDrop', 'AuditLog'], () =>
      attack(`UPDATE "AuditDrop" SET "toId" = 'ffffffff-ffff-ffff-ffff-ffffffffffff' WHERE "partition" = '${dropped}';
        DELETE FROM "AuditLog" WHERE "description" LIKE 'evidence 1%'`),
    )
    expect(findings.filter(({ kind }) => kind === 'event-missing')).toHaveLength(11)
    expect(findings.filter(({ kind }) => kind === 'drop-unrecorded')).toHaveLength(1)
  })

  it('when the bounds in the event are moved', async () => {
    const findings = await foundAfter(['AuditLog'], () =>
      attack(`UPDATE "AuditLog" SET "metadata" = "metadata" || '{"toId": "ffffffff-ffff-ffff-ffff-ffffffffffff"}'
          WHERE "action" = 'AUDIT_DROPPED' AND "metadata"->'partitions'->>0 = '${dropped}';
        DELETE FROM "AuditLog" WHERE "description" LIKE 'evidence 1%'`),
    )
    expect(findings.filter(({ kind }) => kind === 'event-changed')).toHaveLength(1)
    expect(findings.filter(({ kind, time }) => kind === 'event-missing' && time && time > '2025')).toHaveLength(11)
  })

  it('when an event says that it was dropped too early', async () => {
    const findings = await foundAfter(['AuditLog', 'AuditLeaf', 'AuditTile', 'AuditUnsealed'], async () => {
      await db.ownerQuery(`INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType", "metadata")
        SELECT daybook_uuidv7(now()), now(), 'AUDIT_DROPPED', 'WARNING', 'x', 'system', jsonb_build_object('rows', 11,
          'partitions', jsonb_build_array('a month'), 'fromId', daybook_uuidv7_floor('2026-01-01'), 'toId', daybook_uuidv7_floor('2100-01-01'))`)
      await untilSealed()
      await attack(`DELETE FROM "AuditLog" WHERE "description" LIKE 'evidence 1%'`)
    })
    expect(findings).toMatchObject([{ kind: 'drop-unrecorded' }])
  })
})

const eventAbout = async (description: string) => {
  const entityId = randomUUID()
  await logSuccess(AuditAction.LOGIN, description, { entityType: 'Lead', entityId })
  await untilSealed()
  const [row] = await db.ownerQuery<{ id: string }>('SELECT "id" FROM "AuditLog" WHERE "entityId" = $1', [entityId])
  return { id: row?.id ?? '', entityId }
}

async function commitmentsOf(id: string): Promise<(group: Group) => Buffer> {
  const [place] = await readSealedEvents(getPool(), [id])
  return (group) => {
    if (!place?.event || !place.salt) throw new Error('No event')
    return commitment(group, bodyOf(place.event), place.salt)
  }
}

/** As an erasure does: the values go, and an event says which. */
async function eraseGroup(id: string, group: Group, metadata: Record<string, unknown>): Promise<void> {
  const hashOf = await commitmentsOf(id)
  const hashes = groups.map((one) => (one === group ? hashOf(one) : null))
  await db.ownerQuery('SELECT daybook_erase_event($1, $2, $3, $4)', [id, ...hashes])
  await logSuccess(AuditAction.AUDIT_ERASED, 'Erased a person from 1 event', { metadata })
}

describe('an erasure', () => {
  it('covers the groups that its event names, and no other', async () => {
    const { id } = await eventAbout('one group of it')
    await eraseGroup(id, 'reference', {
      reason: 'x',
      events: [id],
      groups: { actor: [], content: [], reference: [id] },
    })
    await untilSealed()
    expect(await verify()).toEqual([])
    const content = (await commitmentsOf(id))('content').toString('hex')
    const findings = await foundAfter(['AuditLog', 'AuditErasure'], () =>
      attack(`UPDATE "AuditLog" SET "description" = '', "metadata" = NULL,
          "salt" = overlay("salt" PLACING decode(repeat('00', 16), 'hex') FROM 17) WHERE "id" = '${id}';
        UPDATE "AuditErasure" SET "contentHash" = '\\x${content}' WHERE "id" = '${id}'`),
    )
    expect(findings).toMatchObject([{ kind: 'erasure-unrecorded', id }])
    expect(findings[0]?.detail).toContain('(content)')
  })

  it('of the version before, whose event names no groups, covers all of them', async () => {
    const { id } = await eventAbout('by the version before')
    await eraseGroup(id, 'content', { reason: 'x', events: [id] })
    await untilSealed()
    expect(await verify()).toEqual([])
  })

  it('is no longer believed when its event was changed', async () => {
    const { id } = await eventAbout('an event of its own')
    await eraseGroup(id, 'content', { reason: 'before', events: [id] })
    await untilSealed()
    const findings = await foundAfter(['AuditLog'], () =>
      attack(`UPDATE "AuditLog" SET "metadata" = "metadata" || '{"reason": "after"}'
        WHERE "action" = 'AUDIT_ERASED' AND "metadata"->>'reason' = 'before'`),
    )
    expect(findings).toMatchObject([{ kind: 'event-changed' }, { kind: 'erasure-unrecorded', id }])
  })
})

describe('raises no false alarm', () => {
  /** Does something after the size of the tree was read and before the first event is. */
  function meanwhile(act: () => Promise<unknown>): void {
    vi.spyOn(Claims.prototype, 'load').mockImplementationOnce(async () => {
      await act()
    })
  }

  it('for an erasure that is made and sealed while it looks', async () => {
    const { entityId } = await eventAbout('erased meanwhile')
    meanwhile(async () => {
      await eraseSubject(ctx, { words: [entityId], reason: 'test' })
      await untilSealed()
    })
    expect(await verify()).toEqual([])
  })

  it('for an erasure whose event waits for the sealer, when it is started from the web', async () => {
    const { id } = await eventAbout('erased a moment ago')
    await eraseGroup(id, 'reference', { reason: 'x', events: [id] })
    const [waiting] = await db.ownerQuery<{ count: number }>('SELECT count(*)::int AS count FROM "AuditUnsealed"')
    expect(waiting?.count).toBeGreaterThan(0)
    await startVerification(ctx)
    expect((await findVerifications()).last).toMatchObject({ passed: true, findings: [] })
    await untilSealed()
    expect(await verify()).toEqual([])
  })

  it('for a month that is dropped while it looks', async () => {
    const name = await month(64, 20)
    await untilSealed()
    await archiveOldMonths('test')
    meanwhile(() => dropOldMonths(1_826, 'test'))
    expect(await verify()).toEqual([])
    expect(await db.ownerQuery('SELECT FROM "AuditDrop" WHERE "partition" = $1', [name])).toHaveLength(1)
  })
})

// The last one: the month stays dropped.
it('a dropped month does not hide that events of it were removed before', async () => {
  const name = await month(65, 9)
  await untilSealed()
  await attack(`DELETE FROM "${name}" WHERE "id" IN (SELECT "id" FROM "${name}" LIMIT 4)`)
  await archiveOldMonths('test')
  await dropOldMonths(1_826, 'test')
  await untilSealed()
  const findings = await verify()
  expect(findings).toMatchObject([{ kind: 'event-missing' }])
  expect(findings[0]?.detail).toMatch(/^9 sealed events .* 5 were dropped/)
})
