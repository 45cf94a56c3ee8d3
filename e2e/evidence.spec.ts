import { readFileSync } from 'node:fs'
import { expect, type Page, test } from 'playwright/test'
import { founder, newMember, pageOf, signInByApi } from './support'

const verification = '**/api/audit-logs/verification'

async function openEvidence(page: Page) {
  await signInByApi(page.request, founder)
  await page.goto('/dashboard/evidence')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Evidence')
}

/** The evidence page as it would be with `known` in the server's answer. */
async function openWith(page: Page, known: Record<string, unknown>) {
  await signInByApi(page.request, founder)
  const real = await (await page.request.get('/api/audit-logs/verification')).json()
  await page.route(verification, (route) => route.fulfill({ json: { ...real, ...known } }))
  await page.clock.install()
  await page.goto('/dashboard/evidence')
  await page.clock.runFor(31_000)
}

const passed = {
  id: '018f0000-0000-7000-8000-000000000001',
  startedAt: new Date(Date.now() - 302_000).toISOString(),
  startedBy: 'ada@example.org',
  finishedAt: new Date(Date.now() - 300_000).toISOString(),
  isRunning: false,
  size: 12_345,
  checked: 12_345,
  checkpoints: 40,
  passed: true,
  findingCount: 0,
  findings: [],
}
const running = { ...passed, finishedAt: null, isRunning: true, passed: null, checked: 5_000 }

for (const role of ['STAFF', 'ADMIN'] as const)
  test(`${role} gets 403 from the evidence, and no entry in the navigation`, async ({ browser }) => {
    const page = await pageOf(browser, newMember(role))
    expect((await page.goto('/dashboard/evidence'))?.status()).toBe(403)
    await page.goto('/dashboard/leads')
    await expect(page.getByRole('link', { name: 'Leads' }).first()).toBeVisible()
    await expect(page.getByRole('link', { name: 'Evidence' })).toHaveCount(0)
    expect((await page.request.get('/api/audit-logs/verification')).status()).toBe(403)
    await page.context().close()
  })

test('one press verifies the whole trail and tells the answer', async ({ page }) => {
  await openEvidence(page)
  await page.getByRole('button', { name: 'Verify now' }).click()
  await expect(page.getByTestId('verdict')).toContainText(/Nothing was altered in [\d,]+ events/)
  await expect(page.getByTestId('verdict')).toHaveAttribute('data-tone', 'success')
  await expect(page.getByTestId('verdict')).toContainText(/by Founder, against \d+ signed checkpoint/)
})

test('the checkpoint is taken away as a signed note, by anybody', async ({ page, playwright, baseURL }) => {
  await openEvidence(page)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download' }).click()
  const note = readFileSync(await (await download).path(), 'utf8')
  expect(note).toMatch(/^\S+\n\d+\n[A-Za-z0-9+/=]{44}\n\n— /)
  const stranger = await playwright.request.newContext(baseURL ? { baseURL } : {})
  expect((await stranger.get('/api/audit-logs/checkpoint')).status()).toBe(200)
  await stranger.dispose()
})

test('an altered trail is said first, with what and where, and an alarm stays while it is verified again', async ({
  page,
}) => {
  const id = '0198f000-0000-7000-8000-00000000abcd'
  const time = '2026-11-20T12:03:04.123Z'
  const findings = [
    { kind: 'event-changed', seq: 123, id, time, detail: 'Event 123 says something else than what was sealed.' },
    { kind: 'event-missing', seq: 124, id, time, detail: 'Event 124 was sealed and its row is gone.' },
  ]
  await openWith(page, { last: { ...passed, passed: false, findingCount: 340, findings }, running })
  const verdict = page.getByTestId('verdict')
  await expect(verdict).toContainText('The trail was altered: 340 findings')
  await expect(verdict).toHaveAttribute('data-tone', 'critical')
  await expect(page.getByRole('progressbar', { name: 'Verification' })).toHaveAttribute('aria-valuenow', '40')
  const rows = page.getByRole('list', { name: 'Findings' }).getByRole('listitem')
  await expect(rows).toHaveCount(2)
  await expect(rows.first()).toContainText('Event changed')
  await expect(rows.first().getByRole('link', { name: id })).toHaveAttribute('href', `/dashboard/activity/${id}`)
  await expect(rows.nth(1).getByRole('link')).toHaveCount(0)
  await expect(page.getByText('The first 2 of 340 findings')).toBeVisible()
})

test('a verification whose process ended says that it found nothing out', async ({ page }) => {
  await openWith(page, { last: null, running })
  await expect(page.getByTestId('verdict')).toContainText('Being verified for the first time')
  const real = await (await page.request.get('/api/audit-logs/verification')).json()
  await page.unroute(verification)
  await page.route(verification, (route) => route.fulfill({ json: { ...real, last: null, running: null } }))
  await page.clock.runFor(2_000)
  await expect(page.getByText('The verification did not come to its end')).toBeVisible()
})

test('somebody else’s verification is no failure', async ({ page }) => {
  await openEvidence(page)
  await page.route(verification, async (route) => {
    if (route.request().method() !== 'POST') return route.continue()
    await route.fulfill({ status: 409, json: { status: 409, detail: 'A verification is already running.' } })
  })
  await page.getByRole('button', { name: 'Verify now' }).click()
  await expect(page.getByText('A verification is already running.')).toBeVisible()
  await expect(page.getByRole('main').getByRole('alert')).toHaveCount(0)
})

test('an event tells its place, and is proven by a file', async ({ page }) => {
  await signInByApi(page.request, founder)
  const { data } = await (await page.request.get('/api/audit-logs?action=LEAD_CREATED&limit=50')).json()
  const { id, seq } = data.at(-1)
  await page.goto(`/dashboard/activity/${id}`)
  await expect(page.getByText(`Sealed as no. ${seq}`)).toBeVisible()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Prove this event' }).click()
  const file = await download
  expect(file.suggestedFilename()).toBe(`${id}.tlog-proof`)
  expect(readFileSync(await file.path(), 'utf8')).toContain(`\nindex ${seq}\n`)
  await page.getByRole('link', { name: 'the evidence of the whole trail' }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Evidence')
})

test('an event that no checkpoint covers yet is provable in a minute', async ({ page }) => {
  await signInByApi(page.request, founder)
  const { data } = await (await page.request.get('/api/audit-logs?limit=1&action=LOGIN')).json()
  await page.route('**/api/audit-logs/*/proof', (route) =>
    route.fulfill({ status: 409, json: { status: 409, detail: 'Not covered yet.' } }),
  )
  await page.goto(`/dashboard/activity/${data[0].id}`)
  await page.getByRole('button', { name: 'Prove this event' }).click()
  await expect(page.getByText('Provable in a minute')).toBeVisible()
})

test('an erased event says so in place of what it said', async ({ page }) => {
  await signInByApi(page.request, founder)
  const { data } = await (await page.request.get('/api/audit-logs?limit=1&action=LEAD_CREATED')).json()
  const gone = { userName: null, userEmail: null, ipAddress: null, userAgent: null, description: '', after: null }
  const erased = { ...data[0], ...gone, erasedAt: '2026-11-20T12:03:04.123Z' }
  await page.route('**/api/audit-logs/stream?*', (route) => route.abort())
  await page.route('**/api/system/audit-logs?type=all*', (route) =>
    route.fulfill({ json: { logs: [erased], count: 1, meta: { queryTimeMs: 1 } } }),
  )
  await page.goto('/dashboard/activity')
  const row = page.getByTestId('activity-event')
  await expect(row).toHaveCount(1)
  await expect(row).toContainText('An erased person added a lead')
  await expect(row).toContainText('Erased on 20 Nov 2026')
  await row.getByRole('link').click()
  await expect(page.getByRole('dialog')).toContainText('The seal and every proof still hold.')
})
