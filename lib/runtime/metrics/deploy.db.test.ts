import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { beforeAll, expect, test } from 'vitest'
import { GET } from '../../../app/metrics/route'
import { systemContext } from '../../context'
import { createApiKey } from '../../members/api-keys'
import { recordRequest } from '../../metrics/request-writer'
import { useDatabase } from '../../testing/database'
import { ensurePrometheus } from '../../testing/prometheus'

useDatabase()

const rulesFile = 'deploy/prometheus/daybook.rules.yml'
const dashboard = readFileSync('deploy/grafana/daybook.json', 'utf8')
const rules = readFileSync(rulesFile, 'utf8')

/** Names that are told, with the labels of their samples; histograms under the names of their series. */
const told = new Map<string, Set<string>>()

beforeAll(async () => {
  recordRequest({ method: 'GET', route: '/api/leads', status: 500, durationMs: 12, correlationId: 'deploy-test' })
  const request = new Request('http://localhost/metrics', { headers: { authorization: `Bearer ${await keyOf()}` } })
  const text = await (await GET(request, { params: Promise.resolve({}) })).text()
  for (const line of text.split('\n')) {
    const [, typed] = /^# TYPE (\S+) \S+/.exec(line) ?? []
    if (typed) told.set(typed, told.get(typed) ?? new Set())
    const [, name = '', labels = ''] = /^([a-z_]+)(?:\{(.*)\})? \S+$/.exec(line) ?? []
    if (name)
      told.set(
        name,
        new Set([...(told.get(name) ?? []), ...[...labels.matchAll(/(\w+)="/g)].map(([, label]) => label ?? '')]),
      )
  }
})

async function keyOf(): Promise<string> {
  const { key } = await createApiKey(systemContext('test'), {
    name: 'Grafana',
    scopes: ['metrics:read'],
    sourceId: null,
    expiresAt: null,
  })
  return key
}

/** Expressions of both files. */
const expressions = [
  ...[...dashboard.matchAll(/"expr": "((?:[^"\\]|\\.)*)"/g)].map(([, text]) => JSON.parse(`"${text}"`) as string),
  ...[...rules.matchAll(/expr: (?:>-\n((?: {10}.*\n)+)|(.*))/g)].map(([, block, line]) => block ?? line ?? ''),
]
const ofPrometheus = new Set(['up', 'instance', 'job', 'le'])

test('the dashboard and the rules ask for metrics that there are', () => {
  expect(expressions.length).toBeGreaterThan(30)
  const asked = expressions.flatMap((expression) => expression.match(/\b(?:daybook|process|nodejs)_[a-z0-9_]+/g) ?? [])
  expect([...new Set(asked)].filter((name) => !told.has(name))).toEqual([])
})

test('and by labels that these have', () => {
  const wrong = expressions.flatMap((expression) => {
    const grouped = [...expression.matchAll(/ by \(([^)]*)\)/g)].flatMap(([, names = '']) => names.split(', '))
    const chosen = [...expression.matchAll(/(\w+)(?:=~|=)"/g)].map(([, label]) => label ?? '')
    const has = new Set((expression.match(/\b[a-z_]+\b/g) ?? []).flatMap((name) => [...(told.get(name) ?? [])]))
    // Of jobs nothing is told before one has run.
    if (expression.includes('daybook_job_')) has.add('job_name')
    return [...grouped, ...chosen]
      .filter((label) => !ofPrometheus.has(label) && !has.has(label))
      .map((label) => `${label}: ${expression}`)
  })
  expect(wrong).toEqual([])
})

test('promtool has nothing to say against the rules', () => {
  ensurePrometheus()
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', rulesFile], { encoding: 'utf8' })
  expect(stderr + stdout).toContain('8 rules found')
  expect(status).toBe(0)
})
