import { expect, test } from 'vitest'
import { answered } from '../http'
import { undocumentedAnswers } from '../testing/answers'
import { useDatabase } from '../testing/database'

useDatabase()

/** What the tests' look at every answer finds wrong in this one. */
async function found(path: string, response: Response, method = 'GET'): Promise<string[]> {
  answered.publish({ path, request: new Request('http://localhost:3000/', { method }), response })
  return undocumentedAnswers()
}

const pong = { success: true, data: { message: 'pong', timestamp: '2026-11-20T12:00:00.000Z' } }
const ping = (fields: object) => Response.json({ ...pong, message: 'Server is alive', ...fields })

test('an answer as documented passes', async () => {
  expect(await found('/api/ping', ping({}))).toEqual([])
})

test('a field that the document does not have fails the test that saw it', async () => {
  expect(await found('/api/ping', ping({ secret: 1 }))).toEqual([expect.stringContaining('"secret"')])
})

test('a missing field and a field of another type fail it', async () => {
  expect(await found('/api/ping', Response.json(pong))).toEqual([expect.stringContaining('message')])
  expect(await found('/api/ping', ping({ message: 1 }))).toHaveLength(1)
})

test('an undocumented status, media type, method or route fails it', async () => {
  expect(await found('/api/ping', Response.json(pong, { status: 418 }))).toEqual([expect.stringContaining('418')])
  expect(await found('/api/ping', new Response('pong'))).toEqual([expect.stringContaining('text/plain')])
  expect(await found('/api/ping', ping({}), 'POST')).toEqual(['POST /api/ping is not in the document'])
  expect(await found('/api/audit-logs/export', Response.json({}))).toEqual([
    expect.stringContaining('application/json'),
  ])
})

test('a refusal has to be a problem with all of its fields', async () => {
  const headers = { 'content-type': 'application/problem+json' }
  const refusal = new Response(JSON.stringify({ detail: 'No.' }), { status: 422, headers })
  expect((await found('/api/ping', refusal)).length).toBeGreaterThan(0)
})
