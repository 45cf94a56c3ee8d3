import { isObject, type Json, type JsonObject, mapObjects, resolvePointer } from './json'

/**
 * Puts an example beside each JSON schema of a body that has none. It is made from the schema: from its own `examples`
 * first, then from what fields of such a name usually hold. A schema whose rules it cannot guess takes
 * `.meta({ examples: [...] })`; a test parses every example with the route's own schema and says which.
 */
export function withExamples(document: JsonObject): JsonObject {
  return mapObjects(document, (object) => {
    const json = isObject(object.content) ? object.content['application/json'] : undefined
    if (!isObject(object.content) || !isObject(json) || 'example' in json || !isObject(json.schema)) return object
    const example = exampleOf(json.schema, document, '', 0)
    return { ...object, content: { ...object.content, 'application/json': { ...json, example } } }
  })
}

const byName: Record<string, Json> = {
  name: 'Ada Lovelace',
  userName: 'Ada Lovelace',
  actor: 'Ada Lovelace',
  createdByName: 'Ada Lovelace',
  email: 'ada@example.org',
  phone: '+49 30 1234567',
  course: 'German B1',
  origin: 'Website',
  notes: 'Would like evening courses.',
  number: 'INV-2026-000123',
  reference: 'Transfer of 20 November',
  currency: 'EUR',
  timeZone: 'Europe/Berlin',
  ipAddress: '203.0.113.7',
  rule: 'error-rate',
  entityType: 'Lead',
  version: '1.0.0',
  release: '1.0.0',
  reason: 'Database move',
  title: 'Nobody can pay',
  action: 'LEAD_CREATED',
}

const byFormat: Record<string, Json> = {
  uuid: '018f2b3c-4d5e-7f60-8a1b-2c3d4e5f6071',
  'date-time': '2026-11-20T12:00:00.000Z',
  date: '2026-11-20',
  email: 'ada@example.org',
  uri: 'https://daybook.example/',
}

/** Deep enough for every answer; a schema that contains itself ends here. */
const maxDepth = 12

function exampleOf(schema: JsonObject, document: JsonObject, name: string, depth: number): Json {
  if (typeof schema.$ref === 'string') {
    const target = resolvePointer(document, schema.$ref)
    return isObject(target) ? exampleOf(target, document, name, depth + 1) : null
  }
  if (Array.isArray(schema.examples) && schema.examples[0] !== undefined) return schema.examples[0]
  if (schema.const !== undefined) return schema.const
  if (schema.default !== undefined) return schema.default
  if (Array.isArray(schema.enum)) return schema.enum[0] ?? null
  for (const choices of [schema.anyOf, schema.oneOf])
    if (Array.isArray(choices)) return exampleOfChoice(choices, document, name, depth)
  if (Array.isArray(schema.allOf)) return exampleOfAll(schema.allOf, document, name, depth)
  return exampleOfType(schema, document, name, depth)
}

function exampleOfChoice(choices: Json[], document: JsonObject, name: string, depth: number): Json {
  const first = choices.filter(isObject).find(({ type }) => type !== 'null')
  return first && depth < maxDepth ? exampleOf(first, document, name, depth + 1) : null
}

function exampleOfAll(parts: Json[], document: JsonObject, name: string, depth: number): Json {
  const values = parts.filter(isObject).map((part) => exampleOf(part, document, name, depth + 1))
  return values.every(isObject) ? Object.assign({}, ...values) : (values[0] ?? null)
}

function exampleOfType(schema: JsonObject, document: JsonObject, name: string, depth: number): Json {
  const type = Array.isArray(schema.type) ? schema.type.find((one) => one !== 'null') : schema.type
  if (type === 'object') return exampleOfObject(schema, document, depth)
  if (type === 'array') {
    if (Array.isArray(schema.prefixItems))
      return schema.prefixItems.filter(isObject).map((item) => exampleOf(item, document, name, depth + 1))
    return isObject(schema.items) && depth < maxDepth ? [exampleOf(schema.items, document, name, depth + 1)] : []
  }
  if (type === 'integer' || type === 'number') return exampleOfNumber(schema)
  if (type === 'boolean') return true
  return type === 'string' ? exampleOfText(schema, name) : null
}

function exampleOfObject(schema: JsonObject, document: JsonObject, depth: number): Json {
  const properties = isObject(schema.properties) ? Object.entries(schema.properties) : []
  return Object.fromEntries(
    properties.flatMap(([key, value]) => (isObject(value) ? [[key, exampleOf(value, document, key, depth + 1)]] : [])),
  )
}

function exampleOfNumber({ minimum, maximum, exclusiveMinimum }: JsonObject): number {
  const least = typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : Number(minimum ?? 0)
  return Math.min(Math.max(least, 1), Number(maximum ?? 1))
}

function exampleOfText(schema: JsonObject, name: string): Json {
  const format = typeof schema.format === 'string' ? byFormat[schema.format] : undefined
  if (format !== undefined) return format
  const named = name.endsWith('Id') ? byFormat.uuid : byName[name]
  if (named !== undefined) return named
  const text = name === '' ? 'text' : name.replaceAll(/([A-Z])/g, ' $1').toLowerCase()
  return text.slice(0, Number(schema.maxLength ?? text.length))
}
