import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { env, setEnv } from '../../env'
import { useDatabase } from '../../testing/database'
import { AuditAction, logSuccess } from '..'
import { listEvents } from '../read/list'
import { ledgerState } from './ledger-state'
import { Sealer, untilSealed } from './sealer'
import { checkpointVerifier } from './signing-key'
import { verifyDatabase } from './verify/verify-database'

const db = useDatabase()
const log = () => logSuccess(AuditAction.LOGIN, 'An event')
const count = async (from: string) =>
  (await db.ownerQuery<{ count: number }>(`SELECT count(*)::int AS count FROM ${from}`))[0]?.count
const waiting = () => count('"AuditUnsealed"')

let sealer = new Sealer()
beforeEach(async () => {
  sealer = new Sealer()
  await db.ownerQuery(`UPDATE "Lease" SET "expiresAt" = now() - interval '1 s'`)
})
afterEach(() => sealer.stop())

describe('a ledger or a key that is wrong', () => {
  const attack = (sql: string) => db.ownerQuery(`SET session_replication_role = replica; ${sql}`)
  const makeDue = () => attack(`UPDATE "AuditCheckpoint" SET "createdAt" = "createdAt" - interval '2 min'`)
  const alarms = () => count(`"AuditLog" WHERE "action" = 'AUDIT_VERIFICATION_FAILED' AND "severity" = 'CRITICAL'`)
  const edge = `(SELECT max("index") FROM "AuditTile" WHERE "level" = 0)`

  beforeAll(async () => {
    await Promise.all(Array.from({ length: 300 }, log))
    await untilSealed()
  })
  beforeEach(makeDue)

  async function withoutTile(where: string, act: () => Promise<void>): Promise<void> {
    await db.ownerQuery(`CREATE TABLE "kept" AS SELECT * FROM "AuditTile" WHERE ${where}`)
    await attack(`DELETE FROM "AuditTile" WHERE ${where}`)
    try {
      await act()
    } finally {
      await attack(`INSERT INTO "AuditTile" SELECT * FROM "kept" ON CONFLICT DO NOTHING; DROP TABLE "kept"`)
    }
  }

  it('is told in red, once, when a tile is missing that a checkpoint needs; sealing goes on', async () => {
    const [before, checkpoints] = [await alarms(), await count('"AuditCheckpoint"')]
    await withoutTile('"level" = 1', async () => {
      await log()
      expect(await sealer.work()).toBe(true)
      expect(await sealer.work()).toBe(true)
      expect(sealer.problem).toMatch(/Tile 0 of level 1/)
      expect(await alarms()).toBe((before ?? 0) + 1)
      expect(await count('"AuditCheckpoint"')).toBe(checkpoints)
    })
    await sealer.work()
    expect(sealer.problem).toBeUndefined()
    expect(await count('"AuditCheckpoint"')).toBe((checkpoints ?? 0) + 1)
    await sealer.leave()
  })

  it('is told in red when the tree cannot be continued; a caller hears it, and verification can look', async () => {
    const before = await alarms()
    await withoutTile(`"level" = 0 AND "index" = ${edge}`, async () => {
      await log()
      await expect(sealer.work()).rejects.toThrow(/Tile \d+ of level 0/)
      expect(sealer.problem).toMatch(/Tile \d+ of level 0/)
      expect(await alarms()).toBe((before ?? 0) + 1)
      await sealer.leave()
      await expect(untilSealed()).rejects.toThrow(/Tile/)
      const { findings } = await verifyDatabase({ verifier: checkpointVerifier() })
      expect(findings.map(({ kind }) => kind)).toContain('tree-changed')
    })
    await sealer.work()
    expect([sealer.problem, await waiting()]).toEqual([undefined, 0])
    await sealer.leave()
  })

  it('leaves the search alone when the key is no key', async () => {
    const key = env().AUDIT_SIGNING_KEY ?? ''
    await attack('DELETE FROM "AuditBlock"')
    await log()
    setEnv({ AUDIT_SIGNING_KEY: 'PRIVATE+KEY+torn' })
    try {
      sealer.start()
      await expect.poll(() => sealer.problem, { timeout: 5_000 }).toMatch(/^AUDIT_SIGNING_KEY: /)
      await expect.poll(() => count('"AuditBlock"'), { timeout: 5_000 }).toBe(1)
    } finally {
      setEnv({ AUDIT_SIGNING_KEY: key })
    }
    await expect.poll(() => sealer.problem, { timeout: 5_000 }).toBeUndefined()
  })
})

describe('an event of a time that no event has', () => {
  const insert = (
    at: string,
  ) => `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType")
    VALUES (daybook_uuidv7(), '${at}', 'LOGIN', 'INFO', 'never', 'system')`
  const impossible = ['infinity', '-infinity', '290000-01-01', '0044-03-15 BC']

  it('is refused by the database', async () => {
    for (const at of [...impossible, '10000-01-01 00:00:00+00'])
      await expect(db.appQuery(insert(at))).rejects.toThrow(/AuditLog_occurredAt/)
    for (const at of ['0001-01-01 00:00:00+00', '9999-12-31 23:59:59.999+00']) await db.appQuery(insert(at))
    await untilSealed()
    expect(await waiting()).toBe(0)
  })

  it('is passed over by the sealer, told by health and verification, and does not spoil the list', async () => {
    const definition = `CHECK ("occurredAt" >= '0001-01-01 00:00:00+00' AND "occurredAt" < '10000-01-01 00:00:00+00') NOT VALID`
    await db.ownerQuery(`ALTER TABLE "AuditLog" DROP CONSTRAINT "AuditLog_occurredAt"`)
    for (const at of impossible) await db.ownerQuery(insert(at))
    // As if the migration had found them.
    await db.ownerQuery(`ALTER TABLE "AuditLog" ADD CONSTRAINT "AuditLog_occurredAt" ${definition}`)
    await log()
    await untilSealed()
    await log()
    await sealer.work()
    expect(await waiting()).toBe(impossible.length)
    expect(sealer.unsealable).toBe(impossible.length)
    // While another leads too.
    await untilSealed(1_000)
    expect(await ledgerState(AbortSignal.timeout(5_000))).toMatchObject({
      unsealed: 4,
      unsealable: 4,
      oldestUnsealedSeconds: null,
    })
    const { findings } = await verifyDatabase({ verifier: checkpointVerifier() })
    expect(findings.map(({ kind }) => kind)).toEqual(impossible.map(() => 'event-unsealed'))
    const { data } = await listEvents({ page: 1, limit: 50 })
    expect(data.filter(({ description }) => description === 'never').map(({ occurredAt }) => occurredAt)).toEqual(
      expect.arrayContaining(['0001-01-01T00:00:00.000Z', '9999-12-31T23:59:59.999Z']),
    )
    await sealer.leave()
  })

  it('is a finding when a sealed event gets one', async () => {
    await db.ownerQuery(`SET session_replication_role = replica; TRUNCATE "AuditUnsealed";
      DELETE FROM "AuditLog" AS e WHERE NOT EXISTS (SELECT FROM "AuditLeaf" AS l WHERE l."id" = e."id");
      ALTER TABLE "AuditLog" DROP CONSTRAINT "AuditLog_occurredAt";
      UPDATE "AuditLog" SET "occurredAt" = 'infinity' WHERE "id" = (SELECT "id" FROM "AuditLeaf" WHERE "seq" = 0)`)
    const { findings } = await verifyDatabase({ verifier: checkpointVerifier() })
    expect(findings).toMatchObject([{ kind: 'event-changed', seq: 0 }])
  })
})
