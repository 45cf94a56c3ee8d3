import { z } from 'zod'
import type { ZodOpenApiOperationObject, ZodOpenApiResponsesObject } from 'zod-openapi'
import { type ErrorCode, errorTable } from '../errors'
import type { Access, Method, Operation } from '../http'

const scopesOfKeys = (access: Access) => (typeof access === 'object' ? [access.scope] : [])
const roleOf = (access: Access) => (typeof access === 'object' ? access.role : access)

/** One method of one path as OpenAPI has it. `name` is its operationId, `tag` its noun. */
export function describeOperation(
  method: Method,
  operation: Operation,
  { name, tag }: { name: string; tag: string },
): ZodOpenApiOperationObject {
  const { params, query, notes } = operation
  const parameters = {
    ...(params && { path: params }),
    // A record takes any name: there is none to list.
    ...(query && !(query instanceof z.ZodRecord) && { query }),
    ...(notes?.headers && { header: notes.headers }),
  }
  return {
    operationId: name,
    tags: [tag],
    summary: operation.summary,
    description: descriptionOf(operation),
    security: securityOf(operation),
    // Each operation's own schemas are objects, or records of free names.
    requestParams: parameters as NonNullable<ZodOpenApiOperationObject['requestParams']>,
    ...bodyOf(operation),
    responses: responsesOf(method, operation),
  }
}

function descriptionOf({ access, identifies, rawResponse }: Operation): string {
  const role = roleOf(access)
  const who = {
    public: identifies ? 'Anyone; people who are signed in are told more.' : 'Anyone.',
    signedIn: 'Anybody who is signed in.',
    STAFF: 'Staff, admins and founders.',
    ADMIN: 'Admins and founders.',
    FOUNDER: 'Founders.',
  }[role]
  const scope = scopesOfKeys(access).map((name) => ` API keys need the scope \`${name}\`.`)
  return `Who may call: ${who}${scope.join('')}${rawResponse ? `\n\nAnswer: ${rawResponse}.` : ''}`
}

/** The ways in: none of them for what anyone may call, `{}` among them where strangers get an answer too. */
export function securityOf({ access, identifies }: Operation): Record<string, string[]>[] {
  const byPerson = [{ session: [] }]
  const byKey = scopesOfKeys(access).map((scope) => ({ apiKey: [scope] }))
  if (roleOf(access) !== 'public') return [...byPerson, ...byKey]
  return identifies ? [{}, ...byPerson, ...byKey] : byKey
}

function bodyOf({ body, notes }: Operation): Pick<ZodOpenApiOperationObject, 'requestBody'> {
  if (body) return { requestBody: { required: true, content: { 'application/json': { schema: body } } } }
  if (!notes?.readsBody) return {}
  const content = Object.entries(notes.readsBody).map(([type, example]) => [type, { schema: {}, example }])
  return { requestBody: { required: true, content: Object.fromEntries(content) } }
}

function responsesOf(method: Method, operation: Operation): ZodOpenApiResponsesObject {
  const { response, notes, status = 200 } = operation
  const json = { 'application/json': { schema: response } }
  const others = Object.entries(notes?.media ?? {}).map(([type, example]) => [
    type,
    { schema: { type: 'string' }, example },
  ])
  const content = { ...(notes?.isNotJson ? {} : json), ...Object.fromEntries(others) }
  const failures = Object.fromEntries(
    failuresOf(method, operation).map((code) => [errorTable[code].status, { $ref: `#/components/responses/${code}` }]),
  )
  const also = (notes?.alsoAnswers ?? []).map((other) => [
    other,
    other === 304
      ? { description: 'What you have is still right' }
      : { description: 'The same facts, not good', content: { ...content, ...problemContent } },
  ])
  return {
    [status]: { description: status === 201 ? 'Made' : 'Done', content },
    ...failures,
    ...Object.fromEntries(also),
  } as ZodOpenApiResponsesObject
}

export const problemContent = { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } }

/** Every failure that this operation can end with: of its own and those that `defineRoute` gives in its place. */
function failuresOf(method: Method, { access, identifies, params, body, notes }: Operation): ErrorCode[] {
  const codes = new Set<ErrorCode>(['INVALID_INPUT', 'RATE_LIMITED', 'INTERNAL', 'UNAVAILABLE'])
  // A foreign page that uses somebody's cookie is refused although anybody who is signed in may call.
  if (roleOf(access) !== 'public') codes.add('UNAUTHENTICATED').add('FORBIDDEN')
  // A wrong key is told so, also where strangers get an answer.
  if (identifies) codes.add('UNAUTHENTICATED')
  if (params) codes.add('NOT_FOUND')
  if (method !== 'GET') codes.add('CONFLICT')
  if (body || notes?.readsBody) codes.add('MALFORMED_REQUEST').add('PAYLOAD_TOO_LARGE').add('UNSUPPORTED_MEDIA_TYPE')
  for (const code of notes?.failures ?? []) codes.add(code)
  return [...codes]
}
