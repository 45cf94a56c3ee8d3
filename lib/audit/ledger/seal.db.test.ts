import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, it } from 'vitest'
import { getPool, takeLease } from '../../db'
import { env, setEnv } from '../../env'
import { newLead, staffContext } from '../../testing/business'
import { useDatabase } from '../../testing/database'
import { AuditAction, logSuccess } from '..'
import { findLatestCheckpoint, LedgerInconsistent, signCheckpointWhenDue } from './checkpoint'
import { appendCheckpoint, setCheckpointsAside } from './checkpoint-file'
import { Counter } from './counts'
import { ledgerState } from './ledger-state'
import { type Hash, rootAt } from './merkle'
import { LeaseLost, sealBatch, treeSize } from './seal'
import { Sealer, untilSealed } from './sealer'
import { formatVerifierKey, openNote } from './signed-note'
import { checkpointVerifier, checkpointVerifiers } from './signing-key'
import { tileReader } from './tiles'
import { verifyDatabase } from './verify/verify-database'

const db = useDatabase()
const lead = async () => {
  const lease = await takeLease(getPool(), 'audit.seal', randomUUID())
  if (!lease) throw new Error('Another leads')
  return lease
}
const leave = () => db.ownerQuery(`UPDATE "Lease" SET "expiresAt" = now() - interval '1 s'`)
const log = (count: number) =>
  Promise.all(Array.from({ length: count }, (_, i) => logSuccess(AuditAction.LOGIN, `Event ${i}`)))
const leaves = () => db.ownerQuery<{ seq: string; id: string }>('SELECT "seq", "id" FROM "AuditLeaf" ORDER BY "seq"')

beforeEach(leave)

describe('sealing', () => {
  it('gives every committed event one place, dense from 0, and counts it once', async () => {
    await log(700)
    await untilSealed()
    const sealed = await leaves()
    const [events] = await db.ownerQuery<{ count: number }>('SELECT count(*)::int AS count FROM "AuditLog"')
    expect(sealed.map(({ seq }) => Number(seq))).toEqual(sealed.map((_, i) => i))
    expect(new Set(sealed.map(({ id }) => id)).size).toBe(events?.count)
    const [counted] = await db.ownerQuery<{ minutes: number; hours: number }>(`SELECT
      (SELECT sum("count")::int FROM "AuditMinute") AS minutes, (SELECT sum("count")::int FROM "AuditHour") AS hours`)
    expect(counted).toEqual({ minutes: events?.count, hours: events?.count })
  })

  it('seals what triggers wrote, which has no hash of its own', async () => {
    const { id } = await newLead(staffContext())
    await db.ownerQuery(`UPDATE "Lead" SET "name" = 'Mallory' WHERE "id" = $1`, [id])
    await untilSealed()
    const [leaf] = await db.ownerQuery<{ salt: number; hash: number }>(
      `SELECT length(l."salt") AS salt, length(l."bodyHash") AS hash FROM "AuditLeaf" l JOIN "AuditLog" e USING ("id")
       WHERE e."action" = 'OUT_OF_BAND_CHANGE' AND e."entityId" = $1`,
      [id],
    )
    expect(leaf).toEqual({ salt: 48, hash: 32 })
  })

  it('seals an event whose transaction commits late, after events with later ids', async () => {
    const client = await getPool().connect()
    try {
      await client.query('BEGIN')
      await client.query(`INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType")
        VALUES (daybook_uuidv7(), now(), 'LOGIN', 'INFO', 'late', 'system')`)
      await log(5)
      await untilSealed()
      const before = await leaves()
      await client.query('COMMIT')
      await untilSealed()
      expect(await leaves()).toHaveLength(before.length + 1)
    } finally {
      client.release()
    }
  })

  it('refuses a leader whose lease went to another, and changes nothing', async () => {
    await log(3)
    const frozen = await lead()
    await leave()
    const other = await lead()
    const size = await treeSize(getPool())
    await expect(sealBatch(frozen, new Counter())).rejects.toThrow(LeaseLost)
    expect(await treeSize(getPool())).toBe(size)
    expect(await sealBatch(other, new Counter())).toBeGreaterThanOrEqual(3)
  })

  it('lets one of two sealers lead, and the other when that has gone', async () => {
    const [one, two] = [new Sealer(), new Sealer()]
    expect([await one.work(), await two.work()]).toEqual([true, false])
    await one.leave()
    expect([await two.work(), await one.work()]).toEqual([true, false])
    await two.leave()
  })

  it('goes on when an id is queued again', async () => {
    await log(2)
    await untilSealed()
    await leave()
    await db.ownerQuery(`INSERT INTO "AuditUnsealed" SELECT "id" FROM "AuditLeaf" LIMIT 1`)
    await log(2)
    const size = await treeSize(getPool())
    await untilSealed()
    expect(await treeSize(getPool())).toBe(size + 2)
  })
})

describe('a checkpoint', () => {
  const at = (seconds: number) => new Date(Date.UTC(2030, 0, 1, 0, 0, seconds))

  it('is signed once a minute while there is news, once an hour when there is none', async () => {
    await log(1)
    await untilSealed()
    await leave()
    const lease = await lead()
    const due = async (seconds: number) => (await signCheckpointWhenDue(lease, at(seconds))) !== null
    expect(await due(0)).toBe(true)
    expect(await due(59)).toBe(false)
    await log(1)
    await sealBatch(lease, new Counter())
    expect([await due(59), await due(60), await due(61), await due(3_659)]).toEqual([false, true, false, false])
    expect([await due(3_660), await due(3_661)]).toEqual([true, false])
  })

  it('is signed although the last one is said to be from the future or from no time, which health tells', async () => {
    const state = () => ledgerState(AbortSignal.timeout(5_000))
    for (const time of ["now() + interval '50 years'", "'9999-01-01'", "'infinity'"]) {
      await db.ownerQuery(`SET session_replication_role = replica;
        ALTER TABLE "AuditCheckpoint" DROP CONSTRAINT IF EXISTS "AuditCheckpoint_createdAt";
        UPDATE "AuditCheckpoint" SET "createdAt" = ${time} WHERE "number" = (SELECT max("number") FROM "AuditCheckpoint")`)
      expect((await state()).checkpointAgeSeconds).toBe(-1e9)
      await log(1)
      await untilSealed()
      expect((await state()).checkpointAgeSeconds).toBeGreaterThanOrEqual(0)
      await leave()
      const lease = await lead()
      expect(await signCheckpointWhenDue(lease)).toBeNull()
      await leave()
    }
    // In order again, for the verification below.
    await db.ownerQuery(`SET session_replication_role = replica;
      UPDATE "AuditCheckpoint" SET "createdAt" = '2026-01-01'::timestamptz + "number" * interval '1 h'`)
  })

  it('waits while events wait that were recorded long ago: it would make them look back-dated', async () => {
    const lease = await lead()
    await log(1)
    await db.ownerQuery(`SET session_replication_role = replica;
      UPDATE "AuditLog" SET "createdAt" = "createdAt" - interval '2 h' WHERE "id" = (SELECT "id" FROM "AuditUnsealed" LIMIT 1)`)
    expect(await signCheckpointWhenDue(lease, at(7_400))).toBe(null)
    await sealBatch(lease, new Counter())
    expect(await signCheckpointWhenDue(lease, at(7_400))).not.toBe(null)
  })

  it('has the root of the tree at its size', async () => {
    const checkpoint = await findLatestCheckpoint()
    expect(checkpoint?.root).toEqual(await rootAt(tileReader(getPool()), checkpoint?.size ?? 0))
  })

  it('is never signed over a tree that does not contain the last one', async () => {
    const lease = await lead()
    const [tile] = await db.ownerQuery<{ hashes: Buffer }>(
      `SELECT "hashes" FROM "AuditTile" WHERE "level" = 1 AND "index" = 0`,
    )
    await db.ownerQuery(
      `UPDATE "AuditTile" SET "hashes" = set_byte("hashes", 3, get_byte("hashes", 3) # 1) WHERE "level" = 1 AND "index" = 0`,
    )
    await log(1)
    await sealBatch(lease, new Counter())
    await expect(signCheckpointWhenDue(lease, at(90_000))).rejects.toThrow(LedgerInconsistent)
    await db.ownerQuery(`UPDATE "AuditTile" SET "hashes" = $1 WHERE "level" = 1 AND "index" = 0`, [tile?.hashes])
  })

  it('is never signed after one whose row was changed together with the tree, though no file is there', async () => {
    const last = await findLatestCheckpoint()
    const [tile] = await db.ownerQuery<{ hashes: Buffer }>(`SELECT "hashes" FROM "AuditTile" WHERE "level" = 1`)
    const write = (hashes: Buffer | undefined, root: Hash | undefined) =>
      db.ownerQuery(`SET session_replication_role = replica;
        UPDATE "AuditTile" SET "hashes" = '\\x${hashes?.toString('hex')}' WHERE "level" = 1;
        UPDATE "AuditCheckpoint" SET "rootHash" = '\\x${root?.toString('hex')}' WHERE "number" = ${last?.number}`)
    await setCheckpointsAside()
    await write(Buffer.alloc(tile?.hashes.length ?? 0, 7), last?.root)
    await write(Buffer.alloc(tile?.hashes.length ?? 0, 7), await rootAt(tileReader(getPool()), last?.size ?? 0))
    await expect(signCheckpointWhenDue(await lead(), at(90_500))).rejects.toThrow(/another tree than its row says/)
    await write(tile?.hashes, last?.root)
    await appendCheckpoint(last?.note ?? '')
  })

  it('is signed with another key only when the one before is named, and then both are evidence', async () => {
    const before = checkpointVerifier()
    const old = env().AUDIT_SIGNING_KEY ?? ''
    setEnv({ AUDIT_SIGNING_KEY: Buffer.alloc(32, 'another').toString('base64') })
    try {
      const lease = await lead()
      await expect(signCheckpointWhenDue(lease, at(91_000))).rejects.toThrow(/not ours.*AUDIT_OLD_KEYS/)
      setEnv({ AUDIT_OLD_KEYS: formatVerifierKey(before) })
      const signed = await signCheckpointWhenDue(lease, at(91_000))
      expect(() => openNote(signed?.note ?? '', before)).toThrow('not signed by')
      // What the tests above signed lies in a future that would be a finding itself.
      await db.ownerQuery(`SET session_replication_role = replica;
        UPDATE "AuditCheckpoint" SET "createdAt" = "createdAt" - interval '9 years'`)
      expect((await verifyDatabase({ verifier: checkpointVerifiers() })).findings).toEqual([])
      const kinds = (await verifyDatabase({ verifier: checkpointVerifier() })).findings.map(({ kind }) => kind)
      expect(new Set(kinds)).toEqual(new Set(['checkpoint-invalid']))
    } finally {
      setEnv({ AUDIT_SIGNING_KEY: old, AUDIT_OLD_KEYS: '' })
      await setCheckpointsAside()
    }
    // As an instance does that was not told of the new key; the table alone remembers.
    await leave()
    const lease = await lead()
    await expect(signCheckpointWhenDue(lease, at(94_700))).rejects.toThrow(/table.*not ours.*AUDIT_OLD_KEYS/)
    await db.ownerQuery(`SET session_replication_role = replica;
      DELETE FROM "AuditCheckpoint" WHERE "number" = (SELECT max("number") FROM "AuditCheckpoint")`)
    // What the next test finds in the file.
    await signCheckpointWhenDue(lease, at(94_700))
  })

  it('is never signed over a tree that lacks what the file of this machine has', async () => {
    await db.ownerQuery(`SET session_replication_role = replica;
      DELETE FROM "AuditCheckpoint"; DELETE FROM "AuditLeaf" WHERE "seq" >= 700`)
    await expect(signCheckpointWhenDue(await lead(), at(95_000))).rejects.toThrow(/taken away/)
  })
})
