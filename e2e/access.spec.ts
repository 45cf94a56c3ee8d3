import { expect, test } from 'playwright/test'
import { founder, newMember, pageOf, signInByApi, signInByForm } from './support'

test('a stranger is sent to the sign-in page and back to where they wanted to go', async ({ page }) => {
  await page.goto('/dashboard/leads?status=NEW')
  await expect(page).toHaveURL(/\/sign-in\?next=/)
  await signInByForm(page, founder)
  await expect(page).toHaveURL(/\/dashboard\/leads\?status=NEW/)
})

test('the way back never leads to another site', async ({ page }) => {
  for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example']) {
    await page.context().clearCookies()
    await page.goto(`/sign-in?next=${encodeURIComponent(next)}`)
    await signInByForm(page, founder)
    await expect(page).toHaveURL(/\/dashboard\//)
  }
})

test('a wrong password gets one sentence, and the fifth failure locks the account for a while', async ({ page }) => {
  const member = newMember('STAFF')
  await page.goto('/sign-in')
  for (let i = 0; i < 5; i += 1) {
    await signInByForm(page, { ...member, password: `wrong wrong ${i}` })
    await expect(page.getByText('E-mail or password is wrong.')).toBeVisible()
  }
  await signInByForm(page, member)
  await expect(page.getByText(/Try again in \d+ minutes/)).toBeVisible()
})

for (const role of ['STAFF', 'ADMIN'] as const)
  test(`${role} gets 403 from the founder’s page, with a page that says so, and no entry in the navigation`, async ({
    browser,
  }) => {
    const page = await pageOf(browser, newMember(role))
    const answer = await page.goto('/dashboard/activity')
    expect(answer?.status()).toBe(403)
    await expect(page.getByRole('heading', { level: 1 })).toContainText('for founders')
    await page.goto('/dashboard/leads')
    await expect(page.getByRole('link', { name: 'Leads' }).first()).toBeVisible()
    await expect(page.getByRole('link', { name: 'Activity' })).toHaveCount(0)
    expect((await page.request.get('/api/audit-logs')).status()).toBe(403)
  })

test('signing out ends the session at once, also for a copy of its cookie', async ({ page, playwright, baseURL }) => {
  await page.goto('/sign-in')
  await signInByForm(page, newMember('STAFF'))
  await expect(page).toHaveURL(/\/dashboard\/leads/)
  const copy = await playwright.request.newContext({
    ...(baseURL ? { baseURL } : {}),
    storageState: await page.context().storageState(),
  })
  expect((await copy.get('/api/leads')).status()).toBe(200)
  await page
    .getByRole('button', { name: /Kim STAFF/ })
    .first()
    .click()
  await page.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(page).toHaveURL(/\/sign-in/)
  expect((await copy.get('/api/leads')).status()).toBe(401)
  await copy.dispose()
})

test('every answer carries a request id, pages and files too, and nothing tells what serves it', async ({
  request,
}) => {
  await signInByApi(request, founder)
  for (const path of [
    '/sign-in',
    '/dashboard/activity',
    '/api/leads',
    '/health',
    '/no/such/page',
    '/api/nothing',
    '/icon.svg',
  ]) {
    const answer = await request.get(path, { headers: { 'x-request-id': 'browser-test-1' } })
    expect([path, answer.headers()['x-request-id']]).toEqual([path, 'browser-test-1'])
    expect(answer.headers()['x-powered-by']).toBeUndefined()
  }
  const odd = await request.get('/api/ping', { headers: { 'x-request-id': 'a b' } })
  expect(odd.headers()['x-request-id']).toMatch(/^[0-9a-f-]{36}$/)
})

test('a client cannot choose the address it comes from', async ({ request }) => {
  await request.get('/api/auth/csrf')
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  await request.post('/api/auth/callback/credentials', {
    form: { csrfToken, email: 'nobody@e2e.example', password: 'x', json: 'true' },
    headers: {
      'x-forwarded-for': '198.51.100.99',
      'x-daybook-client-ip': '198.51.100.98',
      'x-request-id': 'forged-address',
    },
  })
  await signInByApi(request, founder)
  const { data } = await (await request.get('/api/audit-logs?requestId=forged-address')).json()
  expect(data.map((event: { action: string; ipAddress: string }) => [event.action, event.ipAddress])).toEqual([
    ['LOGIN_FAILED', expect.stringMatching(/^(127\.0\.0\.1|::1)$/)],
  ])
})

test('what Next or NextAuth would answer with 500 is refused as the caller’s mistake, and no body reaches the trail', async ({
  request,
}) => {
  const json = { 'content-type': 'application/json', 'x-request-id': 'canary-in-json' }
  const signIn = await request.post('/api/auth/callback/credentials', {
    headers: json,
    data: Buffer.from('CANARY oops'),
  })
  expect(signIn.status()).toBe(415)
  const garbled = [
    ['/api/auth/csrf?callbackUrl=javascript:alert(1)', {}],
    ['/api/leads/%ff', {}],
    ['/dashboard/leads/%', {}],
    ['/sign-in', { RSC: '1', 'next-router-state-tree': '%%%' }],
    ['/sign-in', { RSC: '1', 'next-router-state-tree': '[]' }],
  ] as const
  for (const [path, headers] of garbled) {
    const answer = await request.get(path, { headers })
    expect([path, answer.status(), answer.headers()['content-type']]).toEqual([path, 400, 'application/problem+json'])
  }
  await signInByApi(request, founder)
  const { data } = await (await request.get('/api/audit-logs?requestId=canary-in-json')).json()
  expect(data).toEqual([])
})

test('no address gets around the content security policy', async ({ request }) => {
  await signInByApi(request, founder)
  for (const path of [
    '/dashboard/activity/trail/Lead/x.png',
    '/dashboard/activity/x.svg',
    '/sign-in',
    '/no/such.txt',
  ]) {
    const { 'content-security-policy': policy, 'x-content-type-options': sniffing } = (
      await request.get(path)
    ).headers()
    expect([path, policy]).toEqual([path, expect.stringContaining("frame-ancestors 'none'")])
    expect(sniffing).toBe('nosniff')
  }
})
