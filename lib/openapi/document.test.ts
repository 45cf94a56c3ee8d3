import { globSync } from 'node:fs'
import { join } from 'node:path'
import { BaseResolver, createConfig, lintDocument, makeDocumentFromString } from '@redocly/openapi-core'
import { describe, expect, test } from 'vitest'
import type { DefinedHandler, Method } from '../http'
import { makeDocument, type Route } from './document'
import { isObject, type Json, type JsonObject, resolvePointer } from './json'
import { openApiPath } from './names'
import { undocumented } from './undocumented'

const root = join(import.meta.dirname, '../..')
const files = globSync('app/**/route.ts', { cwd: root })
const routes = await Promise.all(
  files.map(async (file): Promise<Route> => ((await import(join(root, file))).GET as DefinedHandler).route),
)
const document = makeDocument(routes)
const at = (...parts: string[]): Json | undefined => {
  const pointer = parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
  const found = resolvePointer(document, `#/${pointer}`)
  return isObject(found) && typeof found.$ref === 'string' ? resolvePointer(document, found.$ref) : found
}
const operations = routes
  .filter(({ path }) => !undocumented.has(path))
  .flatMap(({ path, operations: own }) =>
    Object.entries(own).map(([method, operation]) => ({ path, method: method as Method, operation })),
  )

test('the document on disk is the one the routes make (else: npx vitest run --project unit lib/openapi -u)', async () => {
  await expect(`${JSON.stringify(document, null, 1)}\n`).toMatchFileSnapshot('document.json')
})

test('every method of every route has its place, and only two files have none', () => {
  const missing = operations.filter(
    ({ path, method }) => !isObject(at('paths', openApiPath(path), method.toLowerCase())),
  )
  expect(missing.map(({ path, method }) => `${method} ${path}`)).toEqual([])
  expect(
    routes
      .filter(({ path }) => undocumented.has(path))
      .map(({ path }) => path)
      .sort(),
  ).toEqual(['/api/[[...path]]', '/api/auth/[...nextauth]'])
})

describe('examples are what the route itself takes and answers', () => {
  test.each(operations)('$method $path', ({ path, method, operation }) => {
    const place = ['paths', openApiPath(path), method.toLowerCase()]
    if (operation.body) {
      const body = at(...place, 'requestBody', 'content', 'application/json')
      expect(isObject(body) && 'example' in body, 'the body has an example').toBe(true)
      const parsed = operation.body.safeParse(isObject(body) ? body.example : undefined)
      expect(parsed.error?.issues ?? [], 'give the field `.meta({ examples: […] })`').toEqual([])
    }
    const content = at(...place, 'responses', String(operation.status ?? 200), 'content')
    expect(isObject(content) && Object.keys(content).length).toBeGreaterThan(0)
    for (const [type, media] of Object.entries(content as JsonObject)) {
      expect(isObject(media) && 'example' in media, `${type} has an example`).toBe(true)
      if (type !== 'application/json' || !isObject(media)) continue
      const parsed = operation.response.safeParse(media.example)
      expect(parsed.error?.issues ?? [], 'give the field `.meta({ examples: […] })`').toEqual([])
    }
  })
})

test('operations have names of their own that stay, a noun each, and failures as problem+json', () => {
  const described = operations.map(({ path, method }) => at('paths', openApiPath(path), method.toLowerCase()))
  const ids = described.map((operation) => (isObject(operation) ? operation.operationId : null))
  expect(new Set(ids).size).toBe(ids.length)
  expect(at('components', 'responses', 'CONFLICT', 'content', 'application/problem+json', 'schema')).toBeDefined()
})

test('every noun is told in a sentence', () => {
  const tags = (document.tags as { name: string; description: string }[]).filter(
    ({ description }) => !/ .*\.$/.test(description),
  )
  expect(tags).toEqual([])
})

test('an independent linter (Redocly) finds no error', async () => {
  const config = await createConfig({
    extends: ['recommended'],
    // /api/alerts/inbound/… is not an alert of that name: Next takes the fixed part first. Both addresses are published.
    rules: { 'no-ambiguous-paths': 'off' },
  })
  const problems = await lintDocument({
    document: makeDocumentFromString(JSON.stringify(document), 'openapi.json'),
    externalRefResolver: new BaseResolver(config.resolve),
    config,
  })
  expect(
    problems.map(({ ruleId, message, location }) => `${ruleId}: ${message} ${location[0]?.pointer ?? ''}`),
  ).toEqual([])
})
