import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, expect } from 'vitest'
import { answered } from '../http'
import type { Answered } from '../http/define-route'
import { undocumented } from '../openapi/undocumented'
import { isJson, makeValidator } from '../openapi/validate'

// Set up before each file of database tests: every answer of every route is held against the OpenAPI document,
// and the test in which one is not as documented fails.

const file = join(import.meta.dirname, '../openapi/document.json')
const validate = makeValidator(JSON.parse(readFileSync(file, 'utf8')))
let looks: Promise<string[]>[] = []

/** What the answers so far have that the document has not. */
export async function undocumentedAnswers(): Promise<string[]> {
  const found = await Promise.all(looks)
  looks = []
  return found.flat()
}

async function look({ path, request, response }: Answered): Promise<string[]> {
  const mediaType = response.headers.get('content-type')?.split(';')[0]?.trim() ?? null
  // A clone of a stream would keep all of it; of those the document knows status and media type only.
  const body = isJson(mediaType) ? await response.clone().json() : undefined
  return validate({ path, method: request.method, status: response.status, mediaType, body })
}

const isOfTheApplication = (path: string) =>
  !undocumented.has(path) && existsSync(join(import.meta.dirname, '../../app', path, 'route.ts'))

answered.subscribe((message) => {
  const answer = message as Answered
  // Some tests make routes of their own to try `defineRoute` on.
  if (isOfTheApplication(answer.path)) looks.push(look(answer))
})

afterEach(async () => {
  const wrong = await undocumentedAnswers()
  expect(wrong, 'answers that the OpenAPI document does not have (lib/openapi)').toEqual([])
})
