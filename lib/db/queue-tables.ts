import type pg from 'pg'

/** Where the tables of the job queue are: pg-boss's own, apart from ours and from those of another program's pg-boss. */
export const queueSchema = 'daybook_queue'

/**
 * Makes the tables of the job queue as the owner, or brings them to this version; the application's login may not make any
 * and only gets to work with their rows. Call it under the lock of the migrations.
 */
export async function ensureQueueTables(client: pg.Client, appLogin: string | undefined): Promise<void> {
  // Only here: most processes never migrate, and none should load it for the name of the schema.
  const { PgBoss } = await import('pg-boss')
  let last: Promise<unknown> = Promise.resolve()
  const oneByOne = (text: string, values?: unknown[]) => {
    const result = last.then(() => client.query(text, values))
    last = result.catch(() => {})
    return result
  }
  const queue = new PgBoss({
    db: { executeSql: oneByOne },
    schema: queueSchema,
    migrate: true,
    supervise: false,
    schedule: false,
  })
  // What goes wrong also fails the call below, which is where it is reported.
  queue.on('error', () => {})
  await queue.start()
  await queue.stop({ close: false, graceful: false })
  await last
  if (appLogin === undefined) return
  const role = client.escapeIdentifier(appLogin)
  await client.query(`GRANT USAGE ON SCHEMA ${queueSchema} TO ${role};
    GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA ${queueSchema} TO ${role}`)
}
