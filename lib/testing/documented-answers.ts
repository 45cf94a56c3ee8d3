import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Answered } from '../http/define-route'
import { undocumented } from '../openapi/undocumented'
import { isJson, makeValidator } from '../openapi/validate'

const file = join(import.meta.dirname, '../openapi/document.json')
const validate = makeValidator(JSON.parse(readFileSync(file, 'utf8')))

/** Whether the document must have its route. Some tests make routes of their own to try `defineRoute` on. */
export const isDocumented = ({ path }: Answered): boolean =>
  !undocumented.has(path) && existsSync(join(import.meta.dirname, '../../app', path, 'route.ts'))

/** What the answer has that the OpenAPI document has not. Reads a clone of the body. */
export async function deviationsOf({ path, request, response }: Answered): Promise<string[]> {
  const mediaType = response.headers.get('content-type')?.split(';')[0]?.trim() ?? null
  // A clone of a stream would keep all of it; of those the document knows status and media type only.
  const body = isJson(mediaType) ? await response.clone().json() : undefined
  return validate({ path, method: request.method, status: response.status, mediaType, body })
}
