import { globSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Random } from '../bin/demo/random'

/** One request as it goes over the wire. */
export type Fuzzed = {
  method: string
  target: string
  headers: Record<string, string>
  body: string | Buffer | undefined
  isFounder: boolean
  /** Where every refusal is problem+json; pages answer with pages. */
  isApi: boolean
  /** What is wrong with it, for the report. */
  what: string
}

const root = join(import.meta.dirname, '..')
const routes = globSync('app/**/route.ts', { cwd: root })
  .map((file) => `/${dirname(file).replace(/^app\//, '')}`)
  // Signing out would end the founder's part; the protocol of NextAuth has bodies of its own.
  .filter((route) => !route.includes('nextauth'))
const pages = globSync('app/**/page.tsx', { cwd: root })
  .map((file) => `/${dirname(file).replace(/^app\/?/, '')}`.replace(/\/\([^)]*\)/g, ''))
  .map((page) => page || '/')

const methods = ['GET', 'GET', 'GET', 'POST', 'POST', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS']
const oddMethods = ['PROPFIND', 'MKCOL', 'SEARCH', 'LINK', 'PURGE', 'TRACE', 'REPORT']

const uuid = '01890000-0000-7000-8000-000000000000'
const segments = [
  uuid,
  'x',
  '0',
  '-1',
  'null',
  '..%2f..%2fetc%2fpasswd',
  '%00',
  '%ed%a0%80',
  '%F0%9F%98%80',
  'a'.repeat(3_000),
  "';--",
]

const nasty: readonly unknown[] = [
  null,
  true,
  -1,
  0,
  1e308,
  2 ** 53 + 2,
  0.1,
  '',
  ' ',
  'x',
  'x'.repeat(70_000),
  '\0',
  'a\0b',
  '\u202e',
  '😀',
  '<script>alert(1)</script>',
  "' OR 1=1 --",
  '{{7*7}}',
  '../../..',
  '2026-13-45',
  '2026-11-28T25:61:61Z',
  'Europe/Nowhere',
  uuid,
  'not-a-uuid',
  [],
  {},
  [[[]]],
  { a: { b: [] } },
  ['x', 1, null],
]
const names = [
  'id',
  'name',
  'email',
  'status',
  'limit',
  'cursor',
  'severity',
  'title',
  'reason',
  'config',
  'type',
  'amountMinor',
  'lines',
  'settings',
  '__proto__',
  'constructor',
  'startsAt',
  'endsAt',
  'at',
  'timeZone',
  'quietHours',
  'note',
  'class',
  'state',
  'q',
  'from',
  'to',
  'action',
  'format',
]

/** Bodies that are wrong as such; each with its media type. */
const brokenBodies: Record<string, () => { body: string | Buffer; type?: string }> = {
  'half of JSON': () => ({ body: '{' }),
  'an empty body': () => ({ body: '' }),
  'an unquoted word': () => ({ body: 'undefined' }),
  'a lone surrogate': () => ({ body: '{"name":"\\ud800"}' }),
  NUL: () => ({ body: '{"name":"a\\u0000b"}' }),
  '1e400': () => ({ body: '{"amountMinor":1e400}' }),
  'depth 100,000': () => ({ body: '['.repeat(100_000) }),
  'no UTF-8': () => ({ body: Buffer.from([0x7b, 0xff, 0xfe, 0x7d]) }),
  'another media type': () => ({ body: '<a/>', type: 'application/xml' }),
  'a form': () => ({ body: 'a=1&b=2', type: 'application/x-www-form-urlencoded' }),
  'a broken multipart': () => ({ body: '--x\r\n', type: 'multipart/form-data; boundary=x' }),
  'a doubled key': () => ({ body: '{"name":"a","name":{"name":[]}}' }),
  'a prototype': () => ({ body: '{"__proto__":{"isAdmin":true},"constructor":{"prototype":{}}}' }),
  'two megabytes': () => ({ body: `{"name":"${'x'.repeat(2_000_000)}"}` }),
  '50,000 keys': () => ({
    body: JSON.stringify(Object.fromEntries(Array.from({ length: 50_000 }, (_, i) => [`k${i}`, i]))),
  }),
}

const oddHeaders: readonly Record<string, string>[] = [
  { 'x-request-id': '../../etc/passwd' },
  { 'x-correlation-id': 'x'.repeat(5_000) },
  { traceparent: '00-zz-zz-zz' },
  { accept: 'text/html;q=0.1, */*;q=2, application/nonsense' },
  { accept: 'application/health+json' },
  { cookie: '=;;; next-auth.session-token=%ff; a' },
  { cookie: `next-auth.session-token=${'x'.repeat(4_000)}` },
  { authorization: `Bearer ${'x'.repeat(3_000)}` },
  { authorization: 'Basic !!!' },
  { 'x-forwarded-for': '1.2.3.4, 999.999.999.999, ::1, <script>' },
  { 'x-forwarded-host': 'evil.example' },
  { host: 'evil.example:99999' },
  { 'next-router-state-tree': '%5B%22%22' },
  { 'next-action': 'x'.repeat(40) },
  { rsc: '1' },
  { range: 'bytes=-1--5' },
  { 'if-none-match': '"'.repeat(100) },
  { 'content-encoding': 'gzip' },
  { 'idempotency-key': '\u00ff'.repeat(20) },
  { 'last-event-id': 'x'.repeat(500) },
  { origin: 'null' },
  { expect: '100-continue' },
]

function pick<Item>(random: Random, items: readonly Item[]): Item {
  const item = items[random.int(0, items.length - 1)]
  if (item === undefined) throw new Error('There is nothing to choose from')
  return item
}

const fill = (random: Random, route: string): string =>
  route.replace(/\[+(?:\.\.\.)?[^\]]+\]+/g, () => (random.chance(0.5) ? uuid : pick(random, segments)))

function queryOf(random: Random): string {
  if (random.chance(0.5)) return ''
  if (random.chance(0.05)) return `?${Array.from({ length: 1_500 }, (_, i) => `p${i}=${i}`).join('&')}`
  if (random.chance(0.1))
    return pick(random, ['?%', '?%ff=%fe', '?a=%00', '?=&=&&', '?limit=%ED%A0%80', `?${'x'.repeat(8_000)}`])
  const pairs = Array.from(
    { length: 1 + random.int(0, 3) },
    () => `${pick(random, names)}=${encodeURIComponent(textOf(pick(random, nasty)).slice(0, 2_000))}`,
  )
  return `?${pairs.join('&')}`
}

/** Half of what is nasty is no text at all. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value)).toWellFormed()

function bodyOf(random: Random): { body: string | Buffer; type?: string; what: string } {
  if (random.chance(0.5)) {
    const what = pick(random, Object.keys(brokenBodies))
    return { body: '', ...brokenBodies[what]?.(), what }
  }
  const value = Object.fromEntries(
    Array.from({ length: 1 + random.int(0, 5) }, () => [pick(random, names), pick(random, nasty)]),
  )
  return { body: JSON.stringify(random.chance(0.9) ? value : pick(random, nasty)), what: 'wrong values' }
}

function ofLead(what: string): Fuzzed {
  const { body = '', type = 'application/json' } = brokenBodies[what]?.() ?? {}
  const headers = { 'content-type': type }
  return { method: 'POST', target: '/api/leads', headers, body, isFounder: true, isApi: true, what }
}

/** The `index`-th request of a run; now and then one of 50 MB. */
export function fuzzedRequest(random: Random, index: number): Fuzzed {
  // Each broken body once where it is read for certain; the rest is chance.
  const sure = Object.keys(brokenBodies)[index]
  if (sure !== undefined) return ofLead(sure)
  const isApi = random.chance(0.85)
  const target = fill(random, pick(random, isApi ? routes : pages)) + queryOf(random)
  const method = random.chance(0.05) ? pick(random, oddMethods) : pick(random, methods)
  const isFounder = random.chance(0.6)
  const headers = random.chance(0.25) ? { ...pick(random, oddHeaders) } : {}
  const carries = !['GET', 'HEAD', 'OPTIONS'].includes(method)
  if (!carries) return { method, target, headers, body: undefined, isFounder, isApi, what: 'no body' }
  if (index % 600 === 599)
    return {
      method,
      target,
      headers: { ...headers, 'content-type': 'application/json' },
      body: Buffer.alloc(50 * 1024 * 1024, 0x20),
      isFounder,
      isApi,
      what: '50 MB',
    }
  const { body, type = 'application/json', what } = bodyOf(random)
  return { method, target, headers: { 'content-type': type, ...headers }, body, isFounder, isApi, what }
}
