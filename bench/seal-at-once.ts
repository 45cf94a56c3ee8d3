import type pg from 'pg'

/**
 * Seals all that waits as the owner of the database, in one go: leaves in the order of ids and the statistics (minutes
 * of the last two days only), but no tree. For trails that are only read; the sealer does it with every proof, at the
 * speed that `bench/sealing.ts` measures.
 */
export async function sealAtOnce(client: pg.Client): Promise<void> {
  await client.query(`
    SET synchronous_commit = off;
    INSERT INTO "AuditLeaf" ("seq", "id")
      SELECT (SELECT coalesce(max("seq") + 1, 0) FROM "AuditLeaf") + row_number() OVER (ORDER BY "id") - 1, "id"
      FROM "AuditUnsealed" ORDER BY "id";
    ANALYZE "AuditUnsealed"`)
  await count(client, 'AuditHour', 'hour', '10 years')
  await count(client, 'AuditMinute', 'minute', '2 days')
  await client.query('TRUNCATE "AuditUnsealed"')
}

async function count(client: pg.Client, table: string, width: string, age: string): Promise<void> {
  await client.query(`
    INSERT INTO "${table}" AS t ("at", "source", "action", "severity", "count")
    SELECT date_trunc('${width}', e."occurredAt", 'UTC'), e."source", e."action", e."severity", count(*)
    FROM "AuditLog" AS e JOIN "AuditUnsealed" AS u ON u."id" = e."id"
    WHERE e."id" >= daybook_uuidv7_floor(now() - interval '${age}')
    GROUP BY 1, 2, 3, 4
    ON CONFLICT ("at", "source", "action", "severity") DO UPDATE SET "count" = t."count" + EXCLUDED."count"`)
}
