import type { ZodOpenApiPathsObject } from 'zod-openapi'

const failures = {
  '400': { $ref: '#/components/responses/MALFORMED_REQUEST' },
  '413': { $ref: '#/components/responses/PAYLOAD_TOO_LARGE' },
  '429': { $ref: '#/components/responses/RATE_LIMITED' },
  '503': { $ref: '#/components/responses/UNAVAILABLE' },
}

const json = (description: string, properties: Record<string, object>, example: object) => ({
  description,
  content: { 'application/json': { schema: { type: 'object' as const, properties }, example } },
})

const common = { tags: ['Sign-in'], security: [] }
const csrfToken = 'b1a5c0…'
const form = (properties: Record<string, object>, example: object) => ({
  required: true,
  content: {
    'application/x-www-form-urlencoded': {
      schema: { type: 'object' as const, properties, required: Object.keys(properties) },
      example,
    },
  },
})
const text = { type: 'string' as const }
const redirect = json('The address to go on to', { url: text }, { url: 'https://daybook.example/' })

/** NextAuth's protocol has one route file for all of its addresses; those that programs use are named here. */
export const signInPaths: ZodOpenApiPathsObject = {
  '/api/auth/csrf': {
    get: {
      ...common,
      operationId: 'getCsrfToken',
      summary: 'An anti-forgery token, with the cookie that belongs to it',
      responses: { '200': json('The token', { csrfToken: text }, { csrfToken }), ...failures },
    },
  },
  '/api/auth/session': {
    get: {
      ...common,
      operationId: 'getSession',
      summary: 'Who is signed in; an empty object for nobody',
      responses: {
        '200': json(
          'The session',
          { user: { type: 'object' }, expires: { type: 'string', format: 'date-time' } },
          { user: { name: 'Ada Lovelace', email: 'ada@example.org' }, expires: '2026-12-20T12:00:00.000Z' },
        ),
        ...failures,
      },
    },
  },
  '/api/auth/callback/credentials': {
    post: {
      ...common,
      operationId: 'signIn',
      summary: 'Sign in; the answer sets the session cookie',
      requestBody: form(
        { csrfToken: text, email: text, password: text, json: { type: 'string', enum: ['true'] } },
        { csrfToken, email: 'ada@example.org', password: 'correct horse battery staple', json: 'true' },
      ),
      responses: {
        '200': redirect,
        '401': json('Unknown account or wrong password', { url: text }, { url: 'https://daybook.example/sign-in' }),
        ...failures,
      },
    },
  },
  '/api/auth/signout': {
    post: {
      ...common,
      operationId: 'signOut',
      summary: 'Sign out: the session ends at once',
      requestBody: form({ csrfToken: text, json: { type: 'string', enum: ['true'] } }, { csrfToken, json: 'true' }),
      responses: { '200': redirect, ...failures },
    },
  },
}
