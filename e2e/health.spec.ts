import { readFile } from 'node:fs/promises'
import AxeBuilder from '@axe-core/playwright'
import { type APIRequestContext, expect, type Page, test } from 'playwright/test'
import { asOwner, founder, newMember, pageOf, signInByApi } from './support'

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(' | ')}`)).toEqual([])
}

/** Two days of minutes with seven missing ones, and 5,000 requests of which one failed, summed up. The founder is signed in then. */
async function haveTwoDays(request: APIRequestContext): Promise<void> {
  await asOwner(`
    INSERT INTO "HealthSnapshot" ("at", "status", "responseMs", "databaseMs", "diskPercent", "checks", "cpuPercent", "loopLagMs", "memoryMb")
    SELECT m, CASE WHEN extract(hour FROM m)::int = 5 THEN 'degraded' ELSE 'healthy' END, 5, 3, 41, '{}', 10 + extract(minute FROM m)::int % 20, 4, 300
    FROM generate_series(date_trunc('minute', now()) - interval '2 days', date_trunc('minute', now()), '1 minute') AS m
    WHERE m NOT BETWEEN date_trunc('hour', now()) - interval '6 hours' AND date_trunc('hour', now()) - interval '5 hours 54 minutes'
    ON CONFLICT DO NOTHING`)
  await asOwner(`
    INSERT INTO "RequestTotal" SELECT date_trunc('hour', now()) - i * interval '1 hour', gen_random_uuid(), 1000, (i = 4)::int,
      '{300,200,100,100,100,50,50,30,20,20,10,10,5,5,0,0,0,0,0,0,0}' FROM generate_series(4, 8) AS i`)
  await asOwner('DELETE FROM "HealthHour"')
  await signInByApi(request, founder)
  await request.post('/api/jobs/health.snapshot/run')
  await expect
    .poll(async () => (await (await request.get('/api/health/history')).json()).outages.length, { timeout: 90_000 })
    .toBeGreaterThan(0)
}

test('a founder sees whether to worry, how it was, and what stands behind it', async ({ page }) => {
  test.slow()
  await haveTwoDays(page.context().request)
  await page.goto('/dashboard/health')
  await expect(page.getByTestId('verdict')).not.toHaveAttribute('data-tone', 'pending')
  await expect(page.getByTestId('uptime-bar')).toHaveCount(24)
  // On a busy machine a minute of the test itself may have had no snapshot.
  await expect(page.locator('[data-testid="uptime-bar"][data-state="down"]').first()).toBeVisible()
  await expect(page.getByText(/^In the last 24 hours: \d+ min down/)).toBeVisible()
  await page.getByText(/^\d+ outages?$/).click()
  await expect(page.getByRole('list', { name: 'Outages' }).getByText('7 min', { exact: true })).toBeVisible()
  await page.getByRole('radio', { name: '90 days' }).click()
  await expect(page.getByTestId('uptime-bar')).toHaveCount(90)
  await expect(page.getByRole('list', { name: 'Checks' }).getByText('Database', { exact: true })).toBeVisible()
  await expect(page.getByRole('list', { name: 'The last ten events' }).getByRole('listitem')).toHaveCount(10)
  await expect(page.getByText(/^Half of [\d,]+ requests were answered within/)).toBeVisible()
  await expect(page.getByRole('application', { name: /^Response times, the last 90 days/ })).toBeVisible()
  await expectNoViolations(page)
})

test('a health page that hears nothing says so and keeps what it knew', async ({ page }) => {
  await signInByApi(page.context().request, founder)
  await page.goto('/dashboard/health')
  await expect(page.getByRole('list', { name: 'Checks' })).toBeVisible()
  await page.clock.install()
  await page.route('**/api/system/health', (route) => route.abort())
  await page.clock.runFor(40_000)
  await expect(page.getByText('It is not known how Daybook is at this moment')).toBeVisible()
  await expect(page.getByText(/Disconnected/).first()).toBeVisible()
  await expect(page.getByRole('list', { name: 'Checks' })).toBeVisible()
})

test('a founder changes a target, takes an outage out of the budget and back, and downloads the months', async ({
  page,
}) => {
  const reason = `=1+1 Data centre on fire ${Date.now().toString(36)}`
  test.slow()
  await haveTwoDays(page.context().request)
  await page.goto('/dashboard/health')
  await page.getByRole('navigation', { name: 'Health' }).getByRole('link', { name: 'Service levels' }).click()
  const requests = page
    .getByRole('list', { name: 'Promises' })
    .getByRole('listitem')
    .filter({ hasText: 'Requests that succeed' })
  await expect(requests).toContainText(/You can afford [\d,]+ more failed requests? in these 30 days/)

  await page.getByLabel('Available, in %').fill('99,5')
  await page.getByRole('button', { name: 'Change targets' }).click()
  await expect(requests).toContainText('99.5 % of all requests')
  await page.getByLabel('Available, in %').fill('100')
  await expect(page.getByText('From 90 to 99.999.')).toBeVisible()
  await page.getByRole('button', { name: 'Take back' }).first().click()

  await page.getByRole('button', { name: 'Add a correction' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Add correction' }).click()
  await expect(dialog.getByText('Please say why.')).toBeVisible()
  const local = (hoursAgo: number) => {
    const at = new Date(Date.now() - hoursAgo * 3_600_000)
    return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
  }
  await dialog.getByLabel('From').fill(local(7))
  await dialog.getByLabel('To').fill(local(5))
  await dialog.getByLabel('Reason').fill(reason)
  await expectNoViolations(page)
  await dialog.getByRole('button', { name: 'Add correction' }).click()
  const row = page.getByRole('list', { name: 'Corrections' }).getByRole('listitem').filter({ hasText: reason })
  await expect(row).toBeVisible()

  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Download CSV' }).click(),
  ])
  expect(download.suggestedFilename()).toMatch(/^daybook-slo-\d{4}-\d\d-\d\d\.csv$/)
  const text = await readFile(await download.path(), 'utf8')
  expect(text).toContain('"month","from","to"')
  expect(text).toContain('Data centre on fire')
  expect(text).not.toMatch(/(^|,)"?=/m)

  await row.getByRole('button', { name: `Take back: ${reason}` }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Count it again' }).click()
  await expect(row).toContainText('Taken back by')
  await page.getByLabel('Available, in %').fill('99.9')
  await page.getByRole('button', { name: 'Change targets' }).click()
  await expect(requests).toContainText('99.9 % of all requests')
})

test('staff see the plain status and nothing behind it; admins see health, and no service levels', async ({
  browser,
}) => {
  const staff = await pageOf(browser, newMember('STAFF'))
  await staff.goto('/dashboard/health')
  await expect(staff.getByTestId('verdict')).not.toHaveAttribute('data-tone', 'pending')
  await expect(staff.getByRole('list', { name: 'Checks' })).toHaveCount(0)
  await expectNoViolations(staff)
  expect((await staff.context().request.get('/api/health/details')).status()).toBe(403)

  const admin = await pageOf(browser, newMember('ADMIN'))
  await admin.goto('/dashboard/health')
  await expect(admin.getByRole('list', { name: 'Checks' })).toBeVisible()
  await expect(admin.getByText('Recent sign-ins')).toHaveCount(0)
  await expect(admin.getByRole('link', { name: 'Service levels' })).toHaveCount(0)
  expect((await admin.goto('/dashboard/health/service-levels'))?.status()).toBe(403)
})
