import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { closeRequest, currentContext, openRequest, requestNumberHeader } from '../context'
import { AppError } from '../errors'
import { useDatabase } from '../testing/database'
import { newMember, signedInAs } from '../testing/session'
import { defineRoute } from './define-route'
import { operation } from './operation'

const db = useDatabase()

const Item = z.strictObject({ name: z.string().min(1), size: z.number().int() })

const route = defineRoute('/api/items/{id}', {
  GET: operation({
    summary: 'Read',
    access: 'public',
    params: z.object({ id: z.string().max(5) }),
    query: z.strictObject({ limit: z.coerce.number().int().max(200).default(20) }),
    response: z.object({ id: z.string(), limit: z.number(), actor: z.string() }),
    handler: async ({ params, query, ctx }) => ({
      id: params.id,
      limit: query.limit,
      actor: ctx.actor.type,
      passwordHash: 'secret',
    }),
  }),
  POST: operation({
    summary: 'Write',
    access: 'ADMIN',
    body: Item,
    response: Item,
    status: 201,
    handler: async ({ body }) => body,
  }),
  PATCH: operation({
    summary: 'Fail as asked',
    access: 'public',
    body: z.object({ how: z.enum(['known', 'unknown', 'leaky', 'context']) }),
    response: z.object({ requestId: z.string().optional() }),
    handler: async ({ body }) => {
      if (body.how === 'known')
        throw new AppError('CONFLICT', 'Somebody was faster.', { cause: new Error('internal detail') })
      if (body.how === 'unknown') throw new TypeError('relation "Secret" does not exist at lib/x.ts:1')
      if (body.how === 'leaky') return JSON.parse('{"requestId": 7}')
      return { requestId: currentContext()?.requestId }
    },
  }),
})

type Init = { method?: string; body?: unknown; headers?: Record<string, string>; path?: string }

async function call({ method = 'GET', body, headers = {}, path = '/api/items/abc' }: Init = {}) {
  const request = new Request(`http://localhost:3000${path}`, {
    method,
    headers: {
      host: 'localhost:3000',
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const handler = route[method as keyof typeof route]
  const response = await handler(request, { params: Promise.resolve({ id: path.split('/').at(-1)?.split('?')[0] }) })
  const text = await response.text()
  return { status: response.status, headers: response.headers, text, json: text ? JSON.parse(text) : undefined }
}

describe('the log line of a request', () => {
  it('names who it was from, whoever they turn out to be; a client cannot name anybody', async () => {
    const member = await newMember('ADMIN')
    const [mine, strange] = [openRequest(), openRequest()]
    await call({ method: 'POST', headers: { cookie: member.cookie, [requestNumberHeader]: mine } })
    await call({ method: 'POST', headers: { [requestNumberHeader]: strange } })
    await call({ method: 'POST', headers: { cookie: member.cookie, [requestNumberHeader]: 'not open' } })
    expect([closeRequest(mine), closeRequest(strange)]).toEqual([{ userId: member.id }, {}])
    expect(closeRequest(mine)).toEqual({})
  })
})

describe('input', () => {
  it('reaches the handler parsed, and only what the response names goes out', async () => {
    const { status, json } = await call({ path: '/api/items/abc?limit=5' })
    expect([status, json]).toEqual([200, { id: 'abc', limit: 5, actor: 'anonymous' }])
  })

  it('is refused with one pointer per problem', async () => {
    const cookie = await signedInAs('ADMIN')
    const answer = await call({ method: 'POST', headers: { cookie }, body: { name: '', size: 1.5, colour: 'red' } })
    expect(answer.status).toBe(422)
    expect(answer.json.errors.map((problem: { pointer: string }) => problem.pointer).sort()).toEqual([
      '/colour',
      '/name',
      '/size',
    ])
    expect((await call({ path: '/api/items/abc?colour=red' })).json.errors).toMatchObject([{ pointer: '?colour' }])
    expect((await call({ path: '/api/items/abc?limit=1&limit=2' })).json.errors).toMatchObject([{ pointer: '?limit' }])
    expect((await call({ path: '/api/items/abc?limit=201' })).status).toBe(422)
    expect((await call({ path: '/api/items/abcdef' })).status).toBe(404)
  })
})

describe('answers', () => {
  it('carry the ids they were asked with, or new ones', async () => {
    const kept = await call({ headers: { 'x-request-id': 'request-12345', 'x-correlation-id': 'correlation-1' } })
    expect(kept.headers.get('x-request-id')).toBe('request-12345')
    expect(kept.headers.get('x-correlation-id')).toBe('correlation-1')
    const made = await call({ headers: { 'x-request-id': 'a b' } })
    expect(made.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(made.headers.get('x-correlation-id')).toBe(made.headers.get('x-request-id'))
    const inside = await call({
      method: 'PATCH',
      body: { how: 'context' },
      headers: { 'x-request-id': 'request-12345' },
    })
    expect(inside.json.requestId).toBe('request-12345')
  })

  it('to a method that is not there name those that are', async () => {
    const { status, headers, json } = await call({ method: 'DELETE' })
    expect([status, headers.get('allow'), json.code]).toEqual([
      405,
      'GET, POST, PATCH, HEAD, OPTIONS',
      'METHOD_NOT_ALLOWED',
    ])
  })

  it('to HEAD have no body, to OPTIONS the methods', async () => {
    const head = await call({ method: 'HEAD' })
    expect([head.status, head.text]).toEqual([200, ''])
    const options = await call({ method: 'OPTIONS' })
    expect([options.status, options.headers.get('allow')]).toEqual([204, 'GET, POST, PATCH, HEAD, OPTIONS'])
  })

  it('to a known failure are its sentence, never its cause', async () => {
    const { status, headers, json, text } = await call({ method: 'PATCH', body: { how: 'known' } })
    expect(headers.get('content-type')).toBe('application/problem+json')
    expect(json).toEqual({
      type: 'about:blank',
      title: 'Conflict',
      status: 409,
      detail: 'Somebody was faster.',
      code: 'CONFLICT',
      requestId: headers.get('x-request-id'),
      success: false,
    })
    expect([status, text.includes('internal detail')]).toEqual([409, false])
  })

  it.each(['unknown', 'leaky'])('to an %s failure are a fixed sentence, and one event keeps the stack', async (how) => {
    const { status, json, headers, text } = await call({
      method: 'PATCH',
      body: { how },
      headers: { 'x-request-id': `failing-${how}` },
    })
    expect([status, json.code, headers.get('x-request-id')]).toEqual([500, 'INTERNAL', `failing-${how}`])
    expect(text).not.toMatch(/Secret|lib\/|zod|at /)
    const events = await db.ownerQuery(`SELECT "action", "errorStack" FROM "AuditLog" WHERE "requestId" = $1`, [
      `failing-${how}`,
    ])
    expect(events).toMatchObject([{ action: 'API_ERROR', errorStack: expect.stringContaining('at ') }])
  })
})

describe('access', () => {
  const write = (headers: Record<string, string>) => call({ method: 'POST', headers, body: { name: 'x', size: 1 } })

  it('is for people of the role and above, and a refusal of somebody known is one event', async () => {
    expect((await write({})).status).toBe(401)
    expect((await write({ cookie: 'next-auth.session-token=forged' })).status).toBe(401)
    expect((await write({ cookie: await signedInAs('ADMIN') })).status).toBe(201)
    expect((await write({ cookie: await signedInAs('FOUNDER') })).status).toBe(201)
    const refused = await write({ cookie: await signedInAs('STAFF'), 'x-request-id': 'refused-staff' })
    expect([refused.status, refused.json.code]).toEqual([403, 'FORBIDDEN'])
    const events = await db.ownerQuery(
      `SELECT "action", "actorType" FROM "AuditLog" WHERE "requestId" = 'refused-staff'`,
    )
    expect(events).toEqual([{ action: 'ACCESS_DENIED', actorType: 'user' }])
  })

  it('is looked at before the body is', async () => {
    expect((await call({ method: 'POST', body: { wrong: true } })).status).toBe(401)
  })

  it('is refused to a page of another site in a signed-in browser', async () => {
    const cookie = await signedInAs('ADMIN')
    expect((await write({ cookie, origin: 'https://evil.example' })).status).toBe(403)
    expect((await write({ cookie, 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await write({ cookie, origin: 'http://localhost:3000' })).status).toBe(201)
    expect((await write({ cookie, 'sec-fetch-site': 'same-origin', origin: 'http://localhost:3000' })).status).toBe(201)
  })
})
