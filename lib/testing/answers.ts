import { afterEach, expect } from 'vitest'
import { answered } from '../http'
import type { Answered } from '../http/define-route'
import { deviationsOf, isDocumented } from './documented-answers'

// Set up before each file of database tests: every answer of every route is held against the OpenAPI document,
// and the test in which one is not as documented fails.

let looks: Promise<string[]>[] = []

/** What the answers so far have that the document has not. */
export async function undocumentedAnswers(): Promise<string[]> {
  const found = await Promise.all(looks)
  looks = []
  return found.flat()
}

answered.subscribe((message) => {
  const answer = message as Answered
  if (isDocumented(answer)) looks.push(deviationsOf(answer))
})

afterEach(async () => {
  const wrong = await undocumentedAnswers()
  expect(wrong, 'answers that the OpenAPI document does not have (lib/openapi)').toEqual([])
})
