import pg from 'pg'
import { withClient } from '../../lib/db/direct'

const lockNumber = 7_203_160_144_003n

/**
 * Runs `fn` while the database really fails when this sample lead becomes a student. The trigger knows only this
 * lead and wears off after half a minute, so that one left behind by a kill harms nobody; the next crash removes it.
 * Answers undefined without running `fn` when this login may not make triggers on the table.
 */
export async function withCrashingConversion<T>(
  ownerUrl: string,
  leadId: string,
  fn: () => Promise<T>,
): Promise<T | undefined> {
  return withClient(ownerUrl, async (client) => {
    await client.query('SELECT pg_advisory_lock($1)', [lockNumber])
    if (!(await arm(client, leadId))) return undefined
    try {
      return await fn()
    } finally {
      await disarm(client)
    }
  })
}

/** Takes the trigger away, with the function it calls. Does nothing when there is none. */
async function disarm(client: pg.Client): Promise<void> {
  await client.query('DROP FUNCTION IF EXISTS daybook_demo_crash() CASCADE')
}

async function arm(client: pg.Client, leadId: string): Promise<boolean> {
  try {
    // Whoever waits longer for the table than this would hold up the conversions of others.
    await client.query("SET lock_timeout = '5s'")
    await disarm(client)
    const { rows } = await client.query<{ until: string }>(
      `SELECT (clock_timestamp() + interval '30 seconds')::text AS "until"`,
    )
    await client.query(functionSql)
    await client.query(`CREATE TRIGGER daybook_demo_crash BEFORE INSERT ON "Student" FOR EACH ROW
      WHEN (NEW."isSample" AND NEW."leadId" = ${client.escapeLiteral(leadId)}::uuid)
      EXECUTE FUNCTION daybook_demo_crash(${client.escapeLiteral(rows[0]?.until ?? '')})`)
    return true
  } catch (error) {
    // 42501: not allowed, because DATABASE_URL is not the owner's.
    if (error instanceof pg.DatabaseError && error.code === '42501') return false
    throw error
  }
}

const functionSql = `
  CREATE FUNCTION daybook_demo_crash() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    IF clock_timestamp() < TG_ARGV[0]::timestamptz THEN
      RAISE EXCEPTION 'could not write block 118 of relation "Student": Input/output error (simulated by daybook demo)'
        USING ERRCODE = '58030';
    END IF;
    RETURN NEW;
  END $$`
