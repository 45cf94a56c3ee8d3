import { expect, test } from 'vitest'
import { DELETE, GET, HEAD, PATCH, POST, PUT } from './route'

const handlers = { GET, POST, PUT, PATCH, DELETE }
const args = { params: Promise.resolve({ path: ['no', 'such'] }) }

test.each(['GET', 'POST', 'PUT', 'PATCH', 'DELETE'] as const)(
  'an unknown API path is 404 as problem+json for %s',
  async (method) => {
    const body = method === 'GET' ? {} : { body: '{', headers: { 'content-type': 'text/plain' } }
    const request = new Request('http://localhost/api/no/such?a=1', { method, ...body })
    const response = await handlers[method](request, args)
    expect(response.status).toBe(404)
    expect(response.headers.get('content-type')).toBe('application/problem+json')
    expect(await response.json()).toMatchObject({
      code: 'NOT_FOUND',
      status: 404,
      success: false,
      requestId: response.headers.get('x-request-id'),
    })
  },
)

test('HEAD on an unknown API path is 404 without a body', async () => {
  const response = await HEAD(new Request('http://localhost/api/no', { method: 'HEAD' }), args)
  expect([response.status, await response.text()]).toEqual([404, ''])
})
