import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from 'playwright/test'
import { founder, signInByApi } from './support'

const pages = [
  { path: '/docs', shows: '.swagger-ui .opblock-tag' },
  { path: '/docs/redoc', shows: '.redoc-wrap .menu-content' },
]

/** What the page says against itself: console errors, refusals of the policy, requests to elsewhere. */
function complaintsOf(page: Page): string[] {
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url())
    if (protocol.startsWith('http') && hostname !== 'localhost') complaints.push(`outside request: ${request.url()}`)
  })
  return complaints
}

for (const { path, shows } of pages)
  for (const colorScheme of ['light', 'dark'] as const)
    test(`${path} opens from our own origin without a complaint: ${colorScheme}`, async ({ browser }) => {
      const page = await (await browser.newContext({ colorScheme, reducedMotion: 'reduce' })).newPage()
      const complaints = complaintsOf(page)
      await page.addInitScript(() => {
        document.addEventListener('securitypolicyviolation', ({ blockedURI, violatedDirective }) =>
          // oxlint-disable-next-line no-console -- in the browser, where complaints are listened for
          console.error(`CSP: ${violatedDirective} ${blockedURI}`),
        )
      })
      const answer = await page.goto(path)
      expect(answer?.status()).toBe(200)
      const policy = answer?.headers()['content-security-policy'] ?? ''
      expect(policy.includes('worker-src')).toBe(path === '/docs/redoc')
      expect(policy).not.toMatch(/script-src[^;]*unsafe/)
      await expect(page.locator(shows).first()).toBeVisible()
      await expect(page.getByText('Alert channels').first()).toBeVisible()
      await page.waitForLoadState('networkidle')
      // What we draw around it; contrast, headings and roles inside of the two are their makers'.
      const { violations } = await new AxeBuilder({ page }).include('header').analyze()
      expect(violations.map(({ id }) => id)).toEqual([])
      for (const other of ['/docs', '/docs/redoc', '/openapi.json', '/'])
        await expect(page.locator(`header a[href="${other}"]`)).toBeVisible()
      expect(complaints).toEqual([])
    })

test('what the document says of signing in is what a program finds', async ({ request }) => {
  const { paths } = await (await request.get('/openapi.json')).json()
  for (const path of ['/api/auth/csrf', '/api/auth/session', '/api/auth/callback/credentials', '/api/auth/signout'])
    expect(paths).toHaveProperty([path])
  await signInByApi(request, founder)
  const session = await (await request.get('/api/auth/session')).json()
  expect(session.user.email).toBe(founder.email)
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const out = await request.post('/api/auth/signout', { form: { csrfToken, json: 'true' } })
  expect([out.status(), Object.keys(await out.json())]).toEqual([200, ['url']])
})
