import pg from 'pg'

/** One connection outside the pool for the duration of `fn`: for setup, migrations and locks. */
export async function withClient<T>(url: string, fn: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'daybook-setup',
  })
  // A lost connection also fails the query that is running, which is where it is reported.
  client.on('error', () => {})
  await client.connect()
  try {
    return await fn(client)
  } finally {
    await client.end()
  }
}
