import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { describe, expect, it } from 'vitest'

/**
 * The import table of the house (docs/code-map.md). A domain may import itself and what stands here.
 * To allow another import, change the table and say in the commit why the house is better for it.
 */
const leaves = [
  'env',
  'errors',
  'clock',
  'ids',
  'random',
  'instance-id',
  'money',
  'release',
  'singleton',
  'form-fields',
  'browser-sentry',
  'error-reports',
  'sentry-event',
  'paging',
  'wire',
  'wall-clock',
  'whole-answer',
  'trace',
  'redact',
  'redact-path',
  'national-id',
  'json-value',
  'secrets',
]
const mayImport: Record<string, readonly string[]> = {
  ...Object.fromEntries(leaves.map((leaf) => [leaf, leaves])),
  logger: leaves,
  context: ['logger', ...leaves],
  db: ['context', 'logger', ...leaves],
  audit: ['db', 'context', 'logger', ...leaves],
  members: ['audit', 'db', 'context', 'logger', ...leaves],
  leads: ['audit', 'db', 'context', 'logger', ...leaves],
  invoices: ['audit', 'db', 'context', 'logger', ...leaves],
  payments: ['audit', 'db', 'context', 'logger', ...leaves],
  students: ['audit', 'db', 'context', 'logger', ...leaves],
  // Every call out carries the ids of the request it is made for.
  outbound: ['context', 'logger', ...leaves],
  metrics: ['db', 'context', 'logger', ...leaves],
  jobs: ['db', 'context', 'logger', ...leaves],
  settings: ['audit', 'db', 'context', 'logger', ...leaves],
  maintenance: ['settings', 'audit', 'db', 'context', 'logger', ...leaves],
  incidents: ['settings', 'audit', 'db', 'context', 'logger', ...leaves],
  traces: ['audit', 'db', 'context', 'logger', ...leaves],
  slo: ['health', 'maintenance', 'metrics', 'settings', 'audit', 'db', 'context', 'logger', ...leaves],
  alerts: [
    'slo',
    'incidents',
    'health',
    'maintenance',
    'metrics',
    'settings',
    'outbound',
    'audit',
    'db',
    'context',
    'logger',
    ...leaves,
  ],
  health: ['maintenance', 'metrics', 'settings', 'outbound', 'audit', 'db', 'context', 'logger', ...leaves],
  auth: ['members', 'audit', 'context', 'logger', ...leaves],
  http: ['auth', 'audit', 'db', 'context', 'logger', ...leaves],
  openapi: ['http', ...leaves],
  runtime: ['*'],
  testing: ['*'],
}

/** Files that any domain may import although the table above does not name their domain. */
const sharedContracts = new Set(['lib/health/contract', 'lib/context/contract', 'lib/jobs/contract'])
/** Response shapes of the other business domains: schemas only, no verbs. */
const businessDomains = new Set(['leads', 'invoices', 'payments', 'students'])

/** A deep domain has a door for each of its rooms, so that none of them gets too wide. */
const rooms = new Set([
  'lib/audit/read',
  'lib/audit/ledger',
  'lib/audit/retention',
  'lib/audit/export',
  'lib/audit/stream',
  'lib/alerts/rules',
  'lib/alerts/channels',
  'lib/alerts/silences',
  'lib/alerts/deliver',
  'lib/alerts/inbound',
  'lib/alerts/digest',
  'lib/alerts/drill',
  'lib/alerts/direct',
  'lib/members/api-keys',
  'lib/outbound/mail',
])

/** A room that is a noun of its own in every layer has a contract of its own. */
const roomContract =
  /^lib\/(alerts\/(rules|channels|silences|deliver|inbound|digest|drill)|members\/api-keys)\/contract$/

type Import = { file: string; target: string }

const root = import.meta.dirname
const skipped = new Set(['node_modules', 'generated', 'public', 'docs'])

function sourceFiles(folder: string): string[] {
  return readdirSync(join(root, folder)).flatMap((name) => {
    const path = join(folder, name)
    if (skipped.has(name) || name.startsWith('.')) return []
    if (statSync(join(root, path)).isDirectory()) return sourceFiles(path)
    return /\.(ts|tsx|mjs)$/.test(name) && !name.endsWith('.d.ts') ? [path] : []
  })
}

const code = ['app', 'components', 'lib', 'bin'].flatMap(sourceFiles)
const isTest = (file: string) => /\.(test|spec)\.tsx?$/.test(file)
const importPattern = /(?:import|export)\s(?:[^'"`;]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g

/** Imports of our own files, as paths from the root without extension. */
function importsOf(file: string): Import[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(importPattern)].flatMap((match) => {
    const specifier = match[1] ?? match[2] ?? ''
    if (specifier.startsWith('@/')) return [{ file, target: clean(specifier.slice(2)) }]
    if (specifier.startsWith('.'))
      return [{ file, target: clean(relative(root, join(root, dirname(file), specifier))) }]
    return []
  })
}

function clean(path: string): string {
  return path.replace(/\.(ts|tsx|mjs)$/, '').replace(/\/index$/, '')
}

function packagesOf(file: string): string[] {
  const text = readFileSync(join(root, file), 'utf8')
  return [...text.matchAll(importPattern)]
    .map((match) => match[1] ?? match[2] ?? '')
    .filter((name) => /^[@a-z]/.test(name) && !name.startsWith('@/'))
}

const domainOf = (path: string) => path.split('/')[1]?.replace(/\.tsx?$/, '') ?? ''
const all = code.filter((file) => !isTest(file)).flatMap(importsOf)
const from = (prefix: string) => all.filter(({ file }) => file.startsWith(prefix))
const describeImport = ({ file, target }: Import) => `${file} imports ${target}`

describe('the house', () => {
  it('has no domain that imports another one outside the table', () => {
    const wrong = from('lib/').filter(({ file, target }) => {
      if (!target.startsWith('lib/')) return !target.startsWith('package')
      const [own, other] = [domainOf(file), domainOf(target)]
      if (own === other || sharedContracts.has(target)) return false
      if (businessDomains.has(own) && businessDomains.has(other) && target.endsWith('/contract')) return false
      const allowed = mayImport[own]
      if (!allowed) throw new Error(`lib/${own} is not in the import table of architecture.test.ts: add its line`)
      return !allowed.includes('*') && !allowed.includes(other)
    })
    expect(wrong.map(describeImport), 'move the code to the domain it belongs to, or pass the value in').toEqual([])
  })

  it('lets nobody outside a domain use more than its index, contract or browser door', () => {
    const wrong = all.filter(({ file, target }) => {
      const inside = target.split('/')
      if (inside[0] !== 'lib' || inside.length < 3 || file.startsWith('bin/')) return false
      if (file.startsWith('lib/') && domainOf(file) === inside[1]) return false
      if (['lib/runtime/', 'lib/testing/'].some((prefix) => file.startsWith(prefix))) return false
      if (roomContract.test(target)) return false
      return (!['contract', 'browser'].includes(inside[2] ?? '') || inside.length > 3) && !rooms.has(target)
    })
    expect(wrong.map(describeImport), 'import from the index.ts of the domain').toEqual([])
  })

  it('keeps the browser to contracts and the browser doors', () => {
    const wrong = from('components/').filter(
      ({ target }) =>
        target.startsWith('lib/') &&
        !roomContract.test(target) &&
        !/^lib\/[a-z]+\/(contract|browser)$|^lib\/money$/.test(target),
    )
    expect(wrong.map(describeImport), 'a component may import lib/*/contract and lib/*/browser only').toEqual([])
  })

  it('keeps ui and charts free of features, and features free of each other', () => {
    const wrong = from('components/').filter(({ file, target }) => {
      if (!target.startsWith('components/')) return target.startsWith('app/')
      const [own, other] = [file.split('/')[1] ?? '', target.split('/')[1] ?? '']
      if (own === other || other === 'ui') return false
      return own === 'ui' || own === 'charts' || !['charts', 'shell'].includes(other)
    })
    expect(
      wrong.map(describeImport),
      'compose features in the page, or move the shared piece to components/ui',
    ).toEqual([])
  })

  it('keeps Prisma, pg and rules out of pages and routes', () => {
    const wrong = code.filter(
      (file) => file.startsWith('app/') && packagesOf(file).some((name) => /^(pg|@prisma\/|next-auth)/.test(name)),
    )
    expect(wrong, 'call a verb of a domain instead').toEqual([])
  })

  it('knows next-auth and next/headers in lib/auth only', () => {
    const wrong = code.filter(
      (file) =>
        !/^lib\/(auth|testing)\//.test(file) &&
        packagesOf(file).some(
          (name) => name.startsWith('next-auth') || (name === 'next/headers' && file.startsWith('lib/')),
        ),
    )
    expect(wrong, 'use lib/auth').toEqual([])
  })

  it('starts lib/runtime from instrumentation, the command line and the operational routes only', () => {
    const allowed =
      /^(bin|lib\/testing|lib\/runtime)\/|^app\/(health|ready|metrics|api\/health|api\/ping|api\/system\/health)\/route\.ts$/
    const wrong = all.filter(({ file, target }) => target.startsWith('lib/runtime') && !allowed.test(file))
    expect(wrong.map(describeImport)).toEqual([])
  })

  it('reads process.env in lib/env.ts only', () => {
    const wrong = code.filter(
      (file) =>
        /^(app|lib|components)\//.test(file) &&
        file !== 'lib/env.ts' &&
        !file.startsWith('lib/testing/') &&
        /process\.env\b/.test(stripComments(file)),
    )
    expect(wrong, 'add a line to lib/env.ts').toEqual([])
  })

  it('runs in Node and in browsers, and nowhere in the edge runtime, which Sentry is hardly started for', () => {
    const edge = code.filter((file) => /\bruntime\s*[=:]\s*['"](experimental-)?edge['"]/.test(stripComments(file)))
    expect(edge, 'see `instrumentation.ts` and docs/sentry.md first').toEqual([])
    expect(existsSync(join(root, 'middleware.ts')), 'proxy.ts runs in Node, a middleware.ts would not').toBe(false)
  })

  it('writes to the log through lib/logger only', () => {
    const wrong = code.filter(
      (file) =>
        /^(app|lib|components)\//.test(file) &&
        !file.startsWith('lib/testing/') &&
        /\bconsole\.\w+\(/.test(stripComments(file)),
    )
    expect(wrong, 'use lib/logger').toEqual([])
  })

  it('has no file of more than 300 lines', () => {
    const long = code.filter((file) => readFileSync(join(root, file), 'utf8').split('\n').length > 300 && !isTest(file))
    expect(long, 'split it along its nouns').toEqual([])
  })

  it('is described by documents that name only files that exist', () => {
    const documents = [
      'README.md',
      'CONTRIBUTING.md',
      ...readdirSync(join(root, 'docs'))
        .filter((name) => name.endsWith('.md'))
        .map((name) => `docs/${name}`),
    ]
    const missing = documents.flatMap((document) => {
      const text = readFileSync(join(root, document), 'utf8')
      const quoted = [...text.matchAll(/`((?:app|bin|components|docs|e2e|lib|prisma)\/[^\s`…]+)`/g)].map(
        (match) => match[1] ?? '',
      )
      const linked = [...text.matchAll(/\]\((?!https?:)([^)#]+)/g)].map((match) =>
        join(dirname(document), match[1] ?? ''),
      )
      return [...quoted, ...linked]
        .filter((path) => !existsSync(join(root, path)))
        .map((path) => `${document}: ${path}`)
    })
    expect(missing).toEqual([])
  })

  it('has no import cycle', () => {
    expect(findCycle()).toBeUndefined()
  })
})

function stripComments(file: string): string {
  return readFileSync(join(root, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')
}

/** The first cycle among source files, as a path, or undefined. */
function findCycle(): string | undefined {
  const known = new Set(code.map(clean))
  const edges = new Map<string, string[]>()
  for (const { file, target } of all)
    if (known.has(target)) edges.set(clean(file), [...(edges.get(clean(file)) ?? []), target])
  const done = new Set<string>()
  const visit = (node: string, path: string[]): string | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node].join(' → ')
    if (done.has(node)) return undefined
    done.add(node)
    for (const next of edges.get(node) ?? []) {
      const found = visit(next, [...path, node])
      if (found) return found
    }
    return undefined
  }
  for (const node of edges.keys()) {
    const found = visit(node, [])
    if (found) return found
  }
  return undefined
}
