import { expect, test } from 'playwright/test'
import { founder, newMember, pageOf, signInByApi } from './support'

const correlationId = 'an-order-from-the-shop'

test('one event leads to everything that its request did, and what is there is read without a mouse', async ({
  page,
}) => {
  const { request } = page.context()
  await signInByApi(request, founder)
  const lead = { name: 'Ada Traced', email: `ada-${Date.now()}@e2e.example` }
  const created = await request.post('/api/leads', { data: lead, headers: { 'x-correlation-id': correlationId } })
  expect(created.headers()['x-correlation-id']).toBe(correlationId)
  const { id } = await created.json()
  const changed = { data: { status: 'CONTACTED' }, headers: { 'x-correlation-id': correlationId } }
  expect((await request.patch(`/api/leads/${id}`, changed)).status()).toBe(200)

  const [event] = (await (await request.get(`/api/audit-logs?correlationId=${correlationId}`)).json()).data
  await page.goto(`/dashboard/activity/${event.id}`)
  await page.getByRole('link', { name: 'Show everything with this correlation id' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'What belongs together' })).toBeVisible()
  await expect(page.getByText('2 events')).toBeVisible()
  const rows = page.getByTestId('chain').getByTestId('activity-event')
  await expect(rows).toHaveCount(2)
  await expect(rows.first()).toContainText('Ada Traced')
  await rows.first().getByRole('link').press('Enter')
  await expect(page.getByRole('dialog')).toBeVisible()
})

test('an id that nothing has says so, and a page that cannot be loaded offers another try', async ({ page }) => {
  await signInByApi(page.context().request, founder)
  await page.goto('/dashboard/activity/correlation/nothing-has-this-id')
  await expect(page.getByText('Nothing has this correlation id')).toBeVisible()
  await page.route('**/api/correlations/**', (route) => route.abort())
  await page.goto('/dashboard/activity/correlation/another-id')
  await expect(page.getByText('Could not load what belongs together')).toBeVisible()
  await page.unroute('**/api/correlations/**')
  await page.getByRole('button', { name: 'Try again' }).click()
  await expect(page.getByText('Nothing has this correlation id')).toBeVisible()
})

test('a page that asked too often says so and goes on by itself', async ({ page }) => {
  await signInByApi(page.context().request, founder)
  let asked = 0
  await page.route('**/api/correlations/**', (route) => {
    asked += 1
    if (asked > 1) return route.continue()
    const body = JSON.stringify({ detail: 'Too many requests. Try again in 2 s.', code: 'RATE_LIMITED', status: 429 })
    return route.fulfill({
      status: 429,
      headers: { 'retry-after': '2' },
      contentType: 'application/problem+json',
      body,
    })
  })
  await page.goto('/dashboard/activity/correlation/asked-too-often')
  await expect(page.getByText('Daybook was asked too often in a short time')).toBeVisible()
  await expect(page.getByText('Nothing has this correlation id')).toBeVisible()
})

test('it is the founder’s, as the trail is', async ({ browser }) => {
  const page = await pageOf(browser, newMember('ADMIN'))
  const answer = await page.goto(`/dashboard/activity/correlation/${correlationId}`)
  expect(answer?.status()).toBe(403)
  expect((await page.context().request.get(`/api/correlations/${correlationId}`)).status()).toBe(403)
})
