import { countMentions, type Erasure, eraseSubject } from '../lib/audit/retention/erase/erase-subject'
import { mentions, termsOf } from '../lib/audit/retention/erase/terms'
import { systemContext } from '../lib/context'
import { getPool, withTx } from '../lib/db'
import { withClient } from '../lib/db/direct'
import { databaseUrls } from '../lib/db/embedded'
import { WrongUse } from './command'
import { complain, say } from './say'

/** What an erasure would do, before anybody agreed to it. */
export type PreparedErasure = {
  words: string[]
  events: number
  /** Where else the person stands, which no erasure of the trail changes. */
  elsewhere: Elsewhere[]
  run(reason: string): Promise<number>
}

type Elsewhere = { table: string; rows: number }

/** Finds the other ways in which the office writes a person, and counts the events and rows that name them. */
export async function prepareErasure(given: readonly string[], reason = ''): Promise<PreparedErasure> {
  const words = [...new Set([...given, ...(await wordsOfOffice(given))])]
  if (mentions(reason, termsOf(words)))
    throw new WrongUse('--reason names the person, and it stays in the trail: say it without the name')
  return {
    words,
    events: await countMentions(words),
    elsewhere: await elsewhere(words),
    run: (because) => run(words, because),
  }
}

/** What the office has to do about rows outside of the trail. */
export function adviceOn({ table, rows }: Elsewhere): string {
  const where = `in ${rows} row${rows === 1 ? '' : 's'} of ${table}`
  return table === 'AuditLegalHold'
    ? `${where}: release that legal hold and set one whose reason does not name the person`
    : `${where}: change or delete them in Daybook`
}

/** Names, addresses and telephone numbers that stand in the same record as a given address. */
async function wordsOfOffice(given: readonly string[]): Promise<string[]> {
  const addresses = given.map((word) => word.trim().toLowerCase()).filter((word) => word.includes('@'))
  const { rows } = await getPool().query<{ words: (string | null)[] }>(
    `SELECT ARRAY["name", "email", "phone"] AS words FROM "Lead" WHERE lower("email") = ANY($1)
      UNION ALL SELECT ARRAY["name", "email", "phone"] FROM "Student" WHERE lower("email") = ANY($1)
      UNION ALL SELECT ARRAY["name", "email", NULL] FROM "User" WHERE "email" = ANY($1)`,
    [addresses],
  )
  const found = rows.flatMap(({ words }) => words).filter((word): word is string => word !== null)
  // A first name alone stands for too many people.
  return found.filter((word) => word.trim().length >= 5 || word.includes(' '))
}

async function run(words: string[], reason: string): Promise<number> {
  const { events, segments } = await eraseAll(words, reason).finally(removeRemains)
  say(`Erased from ${events} events. daybook verify still passes.`)
  if (segments > 0)
    complain(
      `${segments} files of the spool wait for the database and name the person: run this again when they are replayed.`,
    )
  const left = await elsewhere(words)
  for (const one of left) say(`  note  still ${adviceOn(one)}`)
  if (left.length > 0) say('  note  a change is an event that says what stood there before: run this again after it')
  return segments > 0 ? 1 : 0
}

async function eraseAll(words: string[], reason: string): Promise<Erasure> {
  let toldAtMs = performance.now()
  const ctx = systemContext('command line')
  const onProgress = (erased: number) => {
    if (performance.now() - toldAtMs < 3_000) return
    toldAtMs = performance.now()
    say(`  … ${erased} events`)
  }
  const erasure = await eraseSubject(ctx, { words, reason, onProgress })
  await withTx(ctx, async (tx) => {
    const { patterns } = termsOf(words)
    // Kept only so that a repeated request gets its first answer.
    await tx.$executeRaw`DELETE FROM "IdempotencyKey" WHERE "response"::text ILIKE ANY(${patterns}::text[])`
  })
  return erasure
}

/**
 * What was erased must not outlive it in dead rows, in the statistics of the planner or as a word in the search's index.
 * Needs the owner's login, and no transaction.
 */
async function removeRemains(): Promise<void> {
  const owner = databaseUrls()?.owner
  if (!owner) return
  await withClient(owner, async (client) => {
    for (const table of [
      'AuditLog',
      'audit_log_archive',
      'AuditLeaf',
      'AuditBlock',
      'AuditVerification',
      'AuditLegalHold',
      'IdempotencyKey',
    ])
      await client.query(`VACUUM (ANALYZE) "${table}"`)
    await client.query('REINDEX INDEX CONCURRENTLY "AuditBlock_words_idx"')
  })
}

/** Tables outside of the trail whose rows name the person: the office decides about them. */
async function elsewhere(words: readonly string[]): Promise<Elsewhere[]> {
  const { patterns } = termsOf(words)
  const { rows: columns } = await getPool().query<{ table: string; columns: string[] }>(`
    SELECT c.relname AS "table", array_agg(a.attname::text) AS columns
    FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r' AND NOT c.relispartition
      AND (c.relname NOT LIKE 'Audit%' OR c.relname = 'AuditLegalHold') AND c.relname NOT LIKE '\\_%'
      AND a.attnum > 0 AND NOT a.attisdropped AND a.atttypid IN ('text'::regtype, 'jsonb'::regtype)
    GROUP BY 1 ORDER BY 1`)
  const counted = await Promise.all(
    columns.map(async ({ table, columns: names }) => {
      const text = `concat_ws(E'\\n', ${names.map((name) => `"${name}"::text`).join(', ')})`
      const { rows } = await getPool().query<{ rows: number }>(
        `SELECT count(*)::int AS rows FROM "${table}" WHERE ${text} ILIKE ANY($1::text[])`,
        [patterns],
      )
      return { table, rows: rows[0]?.rows ?? 0 }
    }),
  )
  return counted.filter(({ rows }) => rows > 0)
}
