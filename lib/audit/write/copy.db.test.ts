import fc from 'fast-check'
import { expect, test } from 'vitest'
import { systemContext } from '../../context'
import { getPool } from '../../db'
import { uuidv7 } from '../../ids'
import type { JsonValue } from '../../json-value'
import { useDatabase } from '../../testing/database'
import { AuditAction } from '../index'
import { copyAuditRows } from './copy'
import { insertAuditRows } from './insert'
import { type AuditRow, buildAuditRow } from './row'
import { getWriter } from './writer'

const database = useDatabase()

const built = buildAuditRow(systemContext('test'), { action: AuditAction.LEAD_UPDATED, description: 'a change' })

const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom('', '\\N', '\\.', 'NULL', '{"a":1}', '"', "'", 'a\tb\r\nc\\', '🙂é', 'x'.repeat(20_000)),
  )
  .map((value) => value.replaceAll('\0', '').toWellFormed())
const maybe = fc.option(text)
const json = fc.option(
  fc.jsonValue({ maxDepth: 3, stringUnit: 'grapheme' }).map((value): JsonValue => JSON.parse(storable(value))),
)

/** PostgreSQL's jsonb takes neither NUL nor half of a surrogate pair. */
const storable = (value: unknown) => JSON.stringify(value).replaceAll('\\u0000', '').toWellFormed()

/** Any row, of any time that the table takes. */
const row = fc.record<AuditRow>({
  id: fc.constant(null).map(() => uuidv7()),
  occurredAt: fc.date({ min: new Date('0001-01-01'), max: new Date('9999-12-31T23:59:59.999Z'), noInvalidDate: true }),
  action: text,
  severity: fc.constantFrom('INFO', 'WARNING', 'ERROR', 'CRITICAL'),
  description: text,
  source: text,
  userId: maybe,
  userEmail: maybe,
  userName: maybe,
  actorType: fc.constantFrom('user', 'apiKey', 'job', 'system', 'anonymous'),
  apiKeyId: maybe,
  ipAddress: maybe,
  userAgent: maybe,
  entityType: maybe,
  entityId: maybe.map((value) => value?.slice(0, 200) ?? null),
  before: json,
  after: json,
  metadata: json,
  errorMessage: maybe,
  errorStack: maybe,
  requestId: maybe,
  correlationId: maybe,
  method: maybe,
  path: maybe,
  release: text,
  salt: fc.option(fc.constant('00ff10aB'.repeat(12))),
  bodyHash: fc.option(fc.constant('5a'.repeat(32))),
})

async function tableOf(ids: readonly string[]): Promise<unknown[]> {
  const rows = await database.ownerQuery<{ row: Record<string, unknown> }>(
    `SELECT to_jsonb(e) - 'id' - 'createdAt' AS row FROM unnest($1::uuid[]) WITH ORDINALITY AS u (id, place)
     JOIN "AuditLog" e USING ("id") ORDER BY place`,
    [ids],
  )
  return rows.map((one) => one.row)
}

test('rows that are copied are the rows that an INSERT writes, whatever is in them', async () => {
  const client = await getPool().connect()
  try {
    await fc.assert(
      fc.asyncProperty(fc.array(row, { minLength: 2, maxLength: 30 }), async (rows) => {
        const others = rows.map((one) => ({ ...one, id: uuidv7() }))
        await copyAuditRows(client, rows)
        await insertAuditRows(client, others)
        const copied = await tableOf(rows.map(({ id }) => id))
        expect(copied).toHaveLength(rows.length)
        expect(copied).toEqual(await tableOf(others.map(({ id }) => id)))
      }),
      { numRuns: 40 },
    )
  } finally {
    client.release()
  }
})

function rowWith(part: Partial<AuditRow>): AuditRow {
  if (!built) throw new Error('There is always a row')
  return { ...built, id: uuidv7(), ...part }
}

test.each<[string, Partial<AuditRow>]>([
  ['a text with NUL', { userName: 'a\0b' }],
  ['an actor that there is not', { actorType: JSON.parse('"robot"') }],
  ['a severity that there is not', { severity: JSON.parse('"LOUD"') }],
  ['a time that no event has', { occurredAt: new Date(-70_000_000_000_000) }],
  ['no description', { description: JSON.parse('null') }],
])('of a copied batch only the row with %s is refused', async (_what, part) => {
  const rows = Array.from({ length: 20 }, (_, i) => rowWith(i === 13 ? part : {}))
  const stored = await Promise.all(rows.map((one) => getWriter().write(one)))
  expect(stored).toEqual(rows.map((_, i) => (i === 13 ? 'log' : 'database')))
  expect(await tableOf(rows.map(({ id }) => id))).toHaveLength(19)
})

test.each<[string, Partial<AuditRow>]>([
  ['an id that is none', { id: 'not an id' }],
  ['an id with a wrong digit', { id: '01a2206e-9624-70a8-bdc7-68420d794e4g' }],
  ['a hash with a wrong digit', { bodyHash: '5g'.repeat(32) }],
])('a batch with %s goes to the spool, and from there all but that event to the table', async (_what, part) => {
  const rows = Array.from({ length: 20 }, (_, i) => rowWith(i === 13 ? part : {}))
  expect(await Promise.all(rows.map((one) => getWriter().write(one)))).toContain('spool')
  const good = rows.filter((_, i) => i !== 13).map(({ id }) => id)
  await expect.poll(() => tableOf(good), { timeout: 10_000 }).toHaveLength(19)
})

test('a copied batch of which one is there already is whole afterwards, and that one is as it was', async () => {
  const [first, ...others] = Array.from({ length: 20 }, (_, i) => rowWith({ entityId: `${i}` }))
  if (!first) throw new Error('There is a first')
  await getWriter().write(first)
  const again = [...others, { ...first, description: 'told otherwise' }]
  expect(await Promise.all(again.map((one) => getWriter().write(one)))).toEqual(again.map(() => 'database'))
  expect(await tableOf(again.map(({ id }) => id))).toHaveLength(20)
  expect(await tableOf([first.id])).toMatchObject([{ description: 'a change' }])
})
