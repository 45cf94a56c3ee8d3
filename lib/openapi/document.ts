import { createDocument, type ZodOpenApiPathsObject } from 'zod-openapi'
import packageJson from '../../package.json' with { type: 'json' }
import { errorTable } from '../errors'
import { type DefinedHandler, methods, Problem } from '../http'
import { describeOperation, securityOf } from './describe-operation'
import { withExamples } from './examples'
import { introduction, tagDescriptions } from './introduction'
import { type Json, type JsonObject, mapObjects } from './json'
import { openApiPath, operationIdOf, tagOf } from './names'
import { signInPaths } from './sign-in'
import { undocumented } from './undocumented'

export type Route = DefinedHandler['route']

/**
 * The OpenAPI 3.1 document of these routes. The same routes make the same document: nothing in it depends on time,
 * order of files or surroundings. Every request body and success has an example.
 */
export function makeDocument(routes: readonly Route[]): JsonObject {
  const documented = routes.filter(({ path }) => !undocumented.has(path)).sort((a, b) => (a.path < b.path ? -1 : 1))
  const paths = { ...Object.fromEntries(documented.map(pathItem)), ...signInPaths }
  const tags = [...new Set([...documented.map(({ path }) => tagOf(path)), 'Sign-in'])].sort()
  const document = createDocument(
    {
      openapi: '3.1.1',
      info: {
        title: 'Daybook',
        version: packageJson.version,
        description: introduction,
        license: { name: 'MIT', identifier: 'MIT' },
      },
      servers: [{ url: '/' }],
      tags: tags.map((name) => ({ name, description: tagDescriptions[name] ?? name })),
      paths,
      components: { schemas: { Problem }, responses: problemResponses(), securitySchemes: schemesUsedBy(documented) },
    },
    {
      // Answers may get further fields: a client that was made from this document must let them pass.
      override: ({ jsonSchema, io }) => {
        if (io === 'output' && jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties
      },
      allowEmptySchema: { unknown: true, any: true },
    },
  )
  // A document is JSON: what createDocument leaves undefined is not in it.
  return withExamples(plain(JSON.parse(JSON.stringify(document))))
}

/** Only the ways in that some route has. */
function schemesUsedBy(routes: readonly Route[]) {
  const used = JSON.stringify(routes.flatMap(({ operations }) => Object.values(operations).map(securityOf)))
  return Object.fromEntries(Object.entries(securitySchemes).filter(([name]) => used.includes(`"${name}"`)))
}

function pathItem({ path, operations }: Route): [string, ZodOpenApiPathsObject[string]] {
  const described = methods.flatMap((method) => {
    const operation = operations[method]
    const names = { name: operationIdOf(method, path), tag: tagOf(path) }
    return operation ? [[method.toLowerCase(), describeOperation(method, operation, names)]] : []
  })
  return [openApiPath(path), Object.fromEntries(described)]
}

const securitySchemes = {
  session: {
    type: 'apiKey',
    in: 'cookie',
    name: 'next-auth.session-token',
    description: 'The cookie of signing in; behind https its name begins with `__Secure-`.',
  },
  apiKey: { type: 'http', scheme: 'bearer', bearerFormat: 'dbk_…', description: 'A key that a founder made.' },
} as const

function problemResponses() {
  // These no operation gives: the method is not one of its own, or no route was reached.
  const elsewhere = ['METHOD_NOT_ALLOWED', 'HEADERS_TOO_LARGE']
  const entries = Object.entries(errorTable).filter(([code]) => !elsewhere.includes(code))
  const response = ([code, { status, title }]: (typeof entries)[number]) => {
    const example = {
      type: 'about:blank',
      title,
      status,
      detail: `${title}.`,
      code,
      requestId: '018f2b3c-4d5e-7f60-8a1b-2c3d4e5f6071',
      success: false,
      ...(code === 'INVALID_INPUT' && { errors: [{ detail: 'Please fill this in', pointer: '/name' }] }),
    }
    return [
      code,
      { description: title, content: { 'application/problem+json': { schema: Problem, example } } },
    ] as const
  }
  return Object.fromEntries(entries.map(response))
}

/** Leaves out what repeats the format in other words, and bounds that only say "fits a JavaScript number". */
function plain(document: Json): JsonObject {
  const safe = Number.MAX_SAFE_INTEGER
  return mapObjects(document, (object) => {
    const { maximum, minimum, pattern, ...rest } = object
    return {
      ...rest,
      ...(pattern !== undefined && rest.format === undefined && { pattern }),
      ...(minimum !== undefined && minimum !== -safe && { minimum }),
      ...(maximum !== undefined && maximum !== safe && { maximum }),
    }
  })
}
