import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { isObject, type Json, type JsonObject, mapObjects, resolvePointer } from './json'
import { openApiPath } from './names'

/** An answer as far as the document speaks of it. `path` as the route file has it; `body` only of JSON. */
export type Answer = { path: string; method: string; status: number; mediaType: string | null; body: Json | undefined }

/**
 * Tells what in an answer is not as the document says: empty when all is. Stricter than the document is for clients:
 * a field that it does not name is wrong here, so that nothing is answered that is not documented.
 */
export function makeValidator(document: JsonObject): (answer: Answer) => string[] {
  const ajv = addFormats.default(new Ajv2020({ strict: false, allErrors: true }))
  ajv.addSchema(closed(document), 'document')
  const compiled = new Map<string, ValidateFunction>()
  const bodyProblems = (pointer: string, body: Json | undefined) => {
    const validate = compiled.get(pointer) ?? ajv.compile({ $ref: `document#${pointer}` })
    compiled.set(pointer, validate)
    if (validate(body)) return []
    const errors: ErrorObject[] = validate.errors ?? []
    return errors.map(({ instancePath, message, params }) =>
      [pointer, instancePath || 'the body', message, JSON.stringify(params)].join(' '),
    )
  }
  return (answer) => {
    const found = findMedia(document, answer)
    if (typeof found === 'string') return [found]
    return found.pointer && isJson(answer.mediaType) ? bodyProblems(found.pointer, answer.body) : []
  }
}

export function isJson(mediaType: string | null): boolean {
  return mediaType !== null && /^application\/(json|[\w.-]+\+json)$/.test(mediaType)
}

const problem = '/components/schemas/Problem'

/** Where the document has the schema of this answer's body, or the sentence that says what it does not know. */
function findMedia(document: JsonObject, answer: Answer): { pointer?: string } | string {
  const name = `${answer.method} ${answer.path}`
  if (answer.method === 'OPTIONS') return answer.status === 204 ? {} : `${name} answers ${answer.status}`
  const path = openApiPath(answer.path)
  const item = resolvePointer(document, `#/paths/${escaped(path)}`)
  const method = (answer.method === 'HEAD' ? 'GET' : answer.method).toLowerCase()
  if (!isObject(item) || !(method in item)) {
    // Where there is nothing, or not by this method, there is nothing to document but the refusal.
    if ((answer.status === 404 || answer.status === 405) && answer.mediaType === 'application/problem+json')
      return { pointer: problem }
    return `${name} is not in the document`
  }
  let pointer = `/paths/${escaped(path)}/${method}/responses/${answer.status}`
  let response = resolvePointer(document, `#${pointer}`)
  if (isObject(response) && typeof response.$ref === 'string') {
    pointer = response.$ref.slice(1)
    response = resolvePointer(document, response.$ref)
  }
  if (!isObject(response)) return `${name}: the status ${answer.status} is not in the document`
  if (!isObject(response.content)) return answer.mediaType === null ? {} : `${name}: ${answer.status} has a body`
  const type = answer.mediaType ?? 'no media type'
  const media = response.content[type]
  if (!isObject(media)) return `${name}: ${answer.status} as ${type} is not in the document`
  // `application/health+json` is described by an example only.
  return isObject(media.schema) && media.schema.type === 'string'
    ? {}
    : { pointer: `${pointer}/content/${escaped(type)}/schema` }
}

function escaped(part: string): string {
  return encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
}

/** Objects that name their fields and do not say that others may come take no others. */
function closed(document: JsonObject): JsonObject {
  return mapObjects(document, (object) =>
    object.type === 'object' && isObject(object.properties) && object.additionalProperties === undefined
      ? { ...object, additionalProperties: false }
      : object,
  )
}
