import { type APIResponse, expect, test } from 'playwright/test'
import { founder, signInByApi } from './support'

/** What every answer has to carry, whoever made it: a page, a route, a file, or Next itself. */
function expectSafe(what: string, answer: APIResponse): void {
  const headers = answer.headers()
  expect(headers, what).toMatchObject({
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'same-origin',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'x-frame-options': 'DENY',
    'permissions-policy': expect.stringContaining('camera=()'),
    'x-request-id': expect.any(String),
  })
  expect(headers, what).not.toHaveProperty('x-powered-by')
  expect(headers, `${what}: plain http`).not.toHaveProperty('strict-transport-security')
}

test('pages, routes, files and errors all carry the security headers', async ({ request }) => {
  const page = await request.get('/sign-in')
  const html = await page.text()
  const file = /\/_next\/static\/[^"']+\.js/.exec(html)?.[0] ?? ''
  const nonce = /'nonce-([^']+)'/.exec(page.headers()['content-security-policy'] ?? '')?.[1]
  expectSafe('/sign-in', page)
  expect(nonce, 'every script of the page carries the nonce').toBeTruthy()
  expect([...html.matchAll(/<script(?![^>]*nonce=)[^>]*>/g)]).toEqual([])

  const strangers = [
    '/',
    '/dashboard',
    '/no-such-page',
    '/icon.svg',
    file,
    '/_next/static/none.js',
    '/health',
    '/ready',
  ]
  const routes = ['/api/ping', '/api/system/health', '/api/leads', '/api/none', '/api/audit-logs/checkpoint/key']
  for (const path of [...strangers, ...routes, '/api/leads/%E0%A4%A'])
    expectSafe(path, await request.get(path, { maxRedirects: 0 }))
  expectSafe('POST /api/ping', await request.post('/api/ping'))

  for (const path of ['/no-such-page', '/_next/none', '/api-docs/none', '/api-docs/none.js', '/health/none']) {
    const missing = await request.get(path)
    expect([path, missing.status(), missing.headers()['content-security-policy']]).toEqual([
      path,
      404,
      expect.stringContaining("'strict-dynamic'"),
    ])
  }

  await signInByApi(request, founder)
  for (const path of ['/dashboard', '/dashboard/activity', '/dashboard/none', '/api/leads', '/api/leads?limit=x'])
    expectSafe(path, await request.get(path))
})

test('answers of routes may do nothing in a browser, and say how many requests are left', async ({ request }) => {
  const answer = await request.get('/api/leads')
  expect(answer.headers()).toMatchObject({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'ratelimit-policy': expect.stringMatching(/^"default";q=\d+;w=60$/),
    ratelimit: expect.stringMatching(/^"default";r=\d+;t=\d+$/),
  })
  expect((await request.get('/metrics')).headers()).toMatchObject({
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  })
  expect((await request.get('/api/system/health')).headers()).not.toHaveProperty('ratelimit')
})
