import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'

/** A server that is there sends its first byte on a new connection within this. */
const firstByteMs = 1_000
/** Afterwards it may take its time; a slow line needs several turns. */
const answerMs = 3_000
const stepMs = 100
const stillMs = 400

/** Nobody is there, or the server processes that work on something, or nothing that one could rely on. */
type Answer = 'gone' | 'unsure' | ReadonlySet<number>

/** What a socket says when there is no server at the other end. Others (no more files, no name) are our own trouble. */
const nobodyThere = new Set(['ECONNREFUSED', 'ECONNRESET', 'EHOSTUNREACH', 'ENETUNREACH', 'EHOSTDOWN', 'ETIMEDOUT'])

/** One that is idle has sent its answer, and one that cannot get rid of it sends into nowhere. */
const text = `SELECT pg_backend_pid() AS own, ARRAY(
  SELECT pid FROM pg_stat_activity WHERE pid = ANY($1)
    AND (state IS NULL OR state NOT LIKE 'idle%') AND wait_event IS DISTINCT FROM 'ClientWrite') AS busy`

/** Asks on a new connection, since an old one may be the reason for asking, which of these server processes work. */
export async function askServer(config: pg.PoolConfig, backends: readonly number[]): Promise<Answer> {
  const client = new pg.Client({
    ...config,
    application_name: 'daybook-liveness',
    connectionTimeoutMillis: answerMs,
    query_timeout: answerMs,
  })
  // A lost connection also fails the call that waits for it.
  client.on('error', () => {})
  const { stream } = client.connection
  const heard = () => 'bytesRead' in stream && Number(stream.bytesRead) > 0
  const answer = readAnswer(client, backends).catch((error: unknown): Answer => {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return !heard() && typeof code === 'string' && nobodyThere.has(code) ? 'gone' : 'unsure'
  })
  try {
    const first = await Promise.race([answer, patience(firstByteMs, heard)])
    if (first !== 'over') return first
    return heard() ? await answer : 'gone'
  } finally {
    // Not waited for, and not said goodbye to: it may be silent as well.
    stream.destroy()
  }
}

async function readAnswer(client: pg.Client, backends: readonly number[]): Promise<Answer> {
  await client.connect()
  const { rows } = await client.query<{ own: number; busy: number[] }>(text, [backends])
  // A pooler has numbers of its own.
  if (!rows[0] || rows[0].own !== Reflect.get(client, 'processID')) return 'unsure'
  return new Set(rows[0].busy)
}

/** Waits in small steps, of which those do not count in which this process itself stood still. */
async function patience(ms: number, isOver: () => boolean): Promise<'over'> {
  for (let steps = ms / stepMs; steps > 0 && !isOver(); ) {
    const beforeMs = performance.now()
    await sleep(stepMs, undefined, { ref: false })
    if (performance.now() - beforeMs < stillMs) steps -= 1
  }
  return 'over'
}
