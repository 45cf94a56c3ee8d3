import type pg from 'pg'
import { dayMs } from '../lib/clock'

/** What a made-up trail looks like: so many events, spread evenly over the days before now. */
export type TrailShape = { events: number; days: number }

const rowsPerInsert = 100_000

const nouns =
  'INVOICE LEAD STUDENT PAYMENT LOAN UNION SORTEO TICKET TRANSFER ACCOUNT ORDER REPORT EXPORT BACKUP SESSION DOCUMENT COURSE CLASS ROOM MESSAGE'
const verbs = 'CREATED UPDATED DELETED SENT OPENED CLOSED VIEWED APPROVED REFUSED MOVED'
const firstNames =
  'Ada Grace Alan Edsger Barbara Donald Frances Ken Radia Tim Jean Dennis Adele Leslie Shafi Sophie Jörg Zoë'
const lastNames =
  'Byron Hopper Turing Dijkstra Liskov Knuth Allen Thompson Perlman Lee Sammet Ritchie Goldberg Lamport Müller Wilson Nagy Ørsted'

/** What is picked from: 200 actions and 200 users; those with small numbers are picked more often. */
export const vocabulary = {
  actions: nouns.split(' ').flatMap((noun) => verbs.split(' ').map((verb) => `${noun}_${verb}`)),
  userIds: Array.from({ length: 200 }, (_, i) => `0190b0a0-0000-7000-8000-${String(i).padStart(12, '0')}`),
  userNames: Array.from({ length: 200 }, (_, i) => {
    const [first, last] = [firstNames.split(' '), lastNames.split(' ')]
    return `${first[i % first.length]} ${last[(i * 7) % last.length]}`
  }),
  syllables: 'bdfgklmnprstvz'
    .split('')
    .flatMap((consonant) => 'aeiou'.split('').map((vowel) => `${consonant}${vowel}`)),
}

/** The word of a number below 4,000; those with small numbers are written more often. */
export const wordOf = (n: number): string =>
  ['p', vocabulary.syllables[Math.floor(n / 70)], vocabulary.syllables[n % 70]].join('')

const wordSql = (n: string) => `'p' || ($8::text[])[1 + ${n} / 70] || ($8::text[])[1 + ${n} % 70]`

/**
 * Rows as the application would write them: 3 % errors, every second event about one of 200 things and the rest about
 * things of their own, two events per request, a note of four words. Salt and hash are not real: the sealer takes the
 * writer's hash as it is, so it works as it does after real writes, but `verify` would not accept these rows.
 */
const insertSql = `
  INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "source", "userId", "userEmail", "userName",
    "actorType", "ipAddress", "userAgent", "entityType", "entityId", "metadata", "errorMessage", "requestId",
    "correlationId", "method", "path", "release", "salt", "bodyHash")
  SELECT (lpad(to_hex(p.ms), 12, '0') || '7' || lpad(to_hex(p.n & 4095), 3, '0') || '8' || substr(p.md5, 1, 15))::uuid,
    to_timestamp(p.ms / 1000.0), p.action,
    (CASE WHEN p.dice >= 0.03 THEN 'INFO' WHEN p.dice >= 0.015 THEN 'WARNING' WHEN p.dice >= 0.003 THEN 'ERROR' ELSE 'CRITICAL' END)::"AuditSeverity",
    initcap(replace(p.action, '_', ' ')) || ': INV-2026-' || lpad(p.n::text, 8, '0') || ' for ' || ($7::text[])[1 + p.other],
    CASE WHEN p.n % 50 = 0 THEN 'shop' ELSE 'daybook' END,
    ($6::text[])[1 + p.who], 'user' || p.who || '@example.org', ($7::text[])[1 + p.who], 'user', '203.0.113.' || p.who,
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
    initcap(split_part(p.action, '_', 1)),
    CASE WHEN p.n % 2 = 0 THEN 'thing-' || p.thing ELSE p.md5::uuid::text END,
    jsonb_build_object('amountMinor', p.n * 37 % 100000, 'currency', 'EUR', 'note',
      ${['p.w1', 'p.w2', 'p.w3', 'p.w4'].map(wordSql).join(` || ' ' || `)}),
    CASE WHEN p.dice < 0.015 THEN 'Connection to ' || ${wordSql('p.w3')} || ' refused after ' || p.n % 977 || ' ms' END,
    p.request, p.request, 'POST', '/api/' || lower(split_part(p.action, '_', 1)), '1.0.0',
    decode(repeat('a5', 48), 'hex'), sha256(p.md5::bytea)
  FROM (
    SELECT n, $3::bigint + floor(n * $4::float8)::bigint AS ms, md5(n::text) AS md5, md5((n / 2)::text)::uuid::text AS request,
      random() AS dice, ($5::text[])[1 + floor(200 * power(random(), 3))::int] AS action,
      floor(200 * power(random(), 3))::int AS who, floor(200 * random())::int AS other,
      floor(200 * power(random(), 3))::int AS thing, floor(4000 * power(random(), 2.5))::int AS w1,
      floor(4000 * power(random(), 2.5))::int AS w2, floor(4000 * power(random(), 2.5))::int AS w3,
      floor(4000 * random())::int AS w4
    FROM generate_series($1::bigint, $2::bigint) AS n OFFSET 0
  ) AS p`

/** Writes the events as the owner, through the triggers. */
export async function insertTrail(client: pg.Client, { events, days }: TrailShape): Promise<void> {
  await client.query(`SET synchronous_commit = off; SELECT setseed(0.5)`)
  const stepMs = (days * dayMs) / events
  const fromMs = Date.now() - days * dayMs
  const { actions, userIds, userNames, syllables } = vocabulary
  for (let first = 0; first < events; first += rowsPerInsert) {
    const last = Math.min(events, first + rowsPerInsert) - 1
    await client.query(insertSql, [first, last, fromMs, stepMs, actions, userIds, userNames, syllables])
  }
}
