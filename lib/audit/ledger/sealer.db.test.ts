import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { logger } from '../../logger'
import { useDatabase } from '../../testing/database'
import { AuditAction, logSuccess } from '..'
import { Sealer, untilSealed } from './sealer'

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

describe('the daily round', () => {
  const ahead = async () =>
    (
      await db.ownerQuery<{ name: string }>(
        `SELECT 'AuditLog_' || to_char(now() AT TIME ZONE 'UTC' + interval '3 months', 'YYYY_MM') AS name`,
      )
    )[0]?.name ?? ''
  const hasPartition = async (name: string) => (await count(`pg_class WHERE relname = '${name}'`)) === 1

  it('keeps nothing from being sealed when it fails', async () => {
    await db.ownerQuery('ALTER TABLE "AuditMinute" RENAME TO "away"')
    try {
      sealer.start()
      await sleep(1_500)
    } finally {
      await db.ownerQuery('ALTER TABLE "away" RENAME TO "AuditMinute"')
    }
    await log()
    await expect.poll(waiting, { timeout: 5_000 }).toBe(0)
  })

  it('is done under a backlog that never ends', async () => {
    await untilSealed()
    const name = await ahead()
    // Ids without rows, five thousand to a line.
    const error = vi.spyOn(logger, 'error').mockImplementation(() => {})
    await db.ownerQuery(`DROP TABLE "${name}";
      CREATE FUNCTION more() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$ BEGIN
        INSERT INTO "AuditUnsealed" SELECT gen_random_uuid() FROM generate_series(1, 5000); RETURN NULL; END $$;
      CREATE TRIGGER more AFTER DELETE ON "AuditUnsealed" FOR EACH STATEMENT EXECUTE FUNCTION more()`)
    try {
      await log()
      await db.ownerQuery(`INSERT INTO "AuditUnsealed" SELECT gen_random_uuid() FROM generate_series(1, 5000)`)
      sealer.start()
      await expect.poll(() => hasPartition(name), { timeout: 5_000 }).toBe(true)
      expect(await waiting()).toBeGreaterThanOrEqual(5_000)
    } finally {
      error.mockRestore()
      await db.ownerQuery(`DROP FUNCTION more() CASCADE; TRUNCATE "AuditUnsealed"`)
    }
  })
})
