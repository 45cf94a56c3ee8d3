import { randomUUID } from 'node:crypto'
import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { useDatabase } from '../testing/database'
import { newMember } from '../testing/session'
import type { DefinedHandler } from './define-route'

const db = useDatabase()
const root = join(import.meta.dirname, '../..')

const modules = await Promise.all(
  globSync('app/api/**/route.ts', { cwd: root }).map(async (file) => ({
    path: `/${dirname(file).replace(/^app\//, '')}`,
    module: await import(join(root, file)),
  })),
)
const operations = modules.flatMap(({ path, module }) => {
  const handler: DefinedHandler = module.GET
  return Object.entries(handler.route.operations).map(([method, operation]) => ({ path, method, operation, handler }))
})
const withBody = operations.filter(({ operation }) => operation.body)

let cookie = ''
beforeAll(async () => {
  cookie = (await newMember('FOUNDER')).cookie
})

const bodies: { what: string; raw: string; status: number; type?: string }[] = [
  { what: 'half a JSON document', raw: '{', status: 400 },
  { what: 'nothing', raw: '', status: 400 },
  { what: 'an array', raw: '[]', status: 422 },
  { what: 'a number', raw: '1', status: 422 },
  { what: 'null', raw: 'null', status: 422 },
  {
    what: 'wrong types',
    raw: '{"name":7,"lines":"x","amountMinor":"1","status":[],"payableNowMinor":{}}',
    status: 422,
  },
  { what: 'an unknown field', raw: '{"colour":"red"}', status: 422 },
  { what: 'a dangerous name', raw: '{"__proto__":{"isAdmin":true}}', status: 422 },
  { what: 'NUL in a string', raw: '{"name":"a\\u0000b"}', status: 422 },
  { what: 'half a surrogate pair', raw: '{"name":"\\ud800"}', status: 422 },
  { what: 'a number beyond all', raw: '{"amountMinor":1e400}', status: 422 },
  { what: 'a thousand levels', raw: `{"name":${'['.repeat(1_000)}${']'.repeat(1_000)}}`, status: 422 },
  { what: 'two MiB', raw: JSON.stringify({ name: 'x'.repeat(2 << 20) }), status: 413 },
  { what: 'another media type', raw: 'name=x', status: 415, type: 'text/plain' },
]

/** Rows of everything that people or money stand in. */
async function counts() {
  const [row] =
    await db.ownerQuery(`SELECT (SELECT count(*) FROM "Lead") AS leads, (SELECT count(*) FROM "Invoice") AS invoices,
    (SELECT count(*) FROM "Student") AS students, (SELECT count(*) FROM "Payment") AS payments,
    (SELECT count(*) FROM "IdempotencyKey") AS keys, (SELECT count(*) FROM "AuditLog") AS events`)
  return row
}

function call(entry: (typeof operations)[number], url: string, init: RequestInit): Promise<Response> {
  const [id, actionId, alertId] = [randomUUID(), randomUUID(), randomUUID()]
  const named = { name: 'sessions.expire', day: '2026-01-01', key: 'unknown' }
  const params = { id, actionId, alertId, path: ['x'], entityName: 'Lead', entityId: 'x', ...named }
  const request = new Request(`http://localhost:3000${url}`, { ...init, method: entry.method })
  return entry.handler(request, { params: Promise.resolve(params) })
}

describe.each(withBody)('$method $path', (entry) => {
  it.each(bodies)('refuses $what with $status, says where, and writes nothing', async ({ raw, status, type }) => {
    const before = await counts()
    const headers = { cookie, 'content-type': type ?? 'application/json', 'idempotency-key': randomUUID() }
    const response = await call(entry, entry.path, { body: raw, headers })
    const problem = await response.json()
    expect([response.status, response.headers.get('content-type')], JSON.stringify(problem)).toEqual([
      status,
      'application/problem+json',
    ])
    expect(problem).toMatchObject({ status, success: false, requestId: response.headers.get('x-request-id') })
    if (status === 422 && !raw.includes('[[')) expect(problem.errors.length).toBeGreaterThan(0)
    expect(await counts()).toEqual(before)
  })
})

describe('query parameters', () => {
  // UptimeRobot writes what it has to say into the address, and an unknown key is told nothing.
  const free = ['/api/[[...path]]', '/api/alerts/inbound/[key]']
  const guarded = operations.filter(({ path }) => !path.includes('auth') && !free.includes(path))

  it.each(guarded)('$method $path refuses names it does not know', async (entry) => {
    const response = await call(entry, `${entry.path.replaceAll(/\[\w+\]/g, randomUUID())}?colour=red`, {
      headers: { cookie, 'content-type': 'application/json' },
      ...(entry.method === 'GET' ? {} : { body: '{}' }),
    })
    expect(response.status).toBe(422)
    expect((await response.json()).errors).toMatchObject([{ pointer: '?colour' }])
  })

  const lists = guarded.filter(({ method, operation }) => method === 'GET' && operation.query)
  it.each(lists)('$path refuses a limit of 5000, 0 and "many"', async (entry) => {
    // An export has no page that could be too large.
    const tooLarge = entry.path === '/api/audit-logs/export' ? '5e9' : '5000'
    for (const limit of [tooLarge, '0', 'many', '1e3', '']) {
      const response = await call(entry, `${entry.path.replaceAll(/\[\w+\]/g, randomUUID())}?limit=${limit}`, {
        headers: { cookie },
      })
      expect([limit, response.status]).toEqual([limit, 422])
    }
  })
})
