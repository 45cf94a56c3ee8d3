import { expect, type Page, test } from 'playwright/test'
import type { Receiver } from '../lib/testing/receivers/receiver'
import { openSlack, slackPath } from '../lib/testing/receivers/slack'
import { asOwner, founder, newMember, pageOf, removeChannels, signInByApi } from './support'

let slack: Receiver
test.beforeAll(async () => {
  slack = await openSlack()
})
test.afterAll(async ({ playwright, baseURL }) => {
  const request = await playwright.request.newContext(baseURL === undefined ? {} : { baseURL })
  await removeChannels(request, 'Slack of the story')
  await request.dispose()
  await slack.close()
})

/** What Slack was told of this, oldest first. */
const toldOf = (what: string) => slack.received.filter(({ body }) => body.includes(what))

/** Something of a kind of its own, as any part of Daybook would record it. */
const crash = (kind: string) =>
  asOwner(
    `INSERT INTO "AuditLog" ("id", "occurredAt", "action", "severity", "description", "actorType", "entityType")
     VALUES (daybook_uuidv7(), now(), 'SYSTEM_ERROR', 'CRITICAL', $1, 'system', $2)`,
    [`The till of ${kind} does not open`, kind],
  )

async function addSlack(page: Page, name: string): Promise<void> {
  await page.goto('/dashboard/alerts/channels')
  await page.getByRole('button', { name: 'Add a channel' }).first().click()
  await page.getByRole('button', { name: /^Slack/ }).click()
  await page.getByLabel('Name').fill(name)
  await page.getByLabel('Webhook address').fill(slack.url + slackPath)
  await page.getByRole('button', { name: 'Add channel' }).click()
  await expect(page.getByRole('list', { name: 'Channels' }).getByText(name)).toBeVisible()
}

test('a founder adds Slack, hears of a crash in seconds, and sees it through to the post-mortem', async ({ page }) => {
  const kind = `Till${Date.now()}`
  await signInByApi(page.request, founder)

  await addSlack(page, 'Slack of the story')
  const card = page.getByRole('listitem').filter({ hasText: 'Slack of the story' })
  await card.getByRole('button', { name: 'Send a test' }).click()
  await expect(page.getByText('The test was taken')).toBeVisible()
  expect(toldOf('Slack of the story').length).toBeGreaterThan(0)

  const crashedMs = Date.now()
  await crash(kind)
  await expect.poll(() => toldOf(kind).length, { intervals: [50], timeout: 15_000 }).toBe(1)
  expect(Date.now() - crashedMs).toBeLessThan(5_000)

  await page.goto('/dashboard/alerts')
  await page.getByRole('link', { name: new RegExp(kind) }).click()
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Critical event')
  await expect(page.getByRole('table', { name: 'Who was told' })).toContainText('Slack of the story')

  await page.getByRole('button', { name: 'Acknowledge' }).click()
  await expect(page.getByText('Acknowledged', { exact: true }).first()).toBeVisible()
  await expect(page.getByRole('button', { name: 'Acknowledge' })).toHaveCount(0)

  await page.getByRole('button', { name: 'Silence' }).click()
  await page.getByLabel('Reason').fill('Waiting for the locksmith')
  await page.getByRole('dialog').getByRole('button', { name: 'Silence' }).click()
  await expect(page.getByText('Silenced', { exact: true })).toBeVisible()

  await page.getByRole('button', { name: 'Resolve' }).click()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Resolve' }).click()
  await expect(page.getByText('Resolved', { exact: true }).first()).toBeVisible()
  await expect.poll(() => toldOf(kind).length, { timeout: 15_000 }).toBe(2)
  expect(toldOf(kind)[1]?.body).toMatch(/resolved/i)

  await page.getByRole('link', { name: /^INC-/ }).click()
  await expect(page.getByRole('heading', { level: 1 })).toContainText(kind)
  await page.getByRole('button', { name: 'Write it' }).click()
  await page.getByLabel('Post-mortem').fill('# What happened\n\nThe lock was old.')
  await page.getByRole('button', { name: 'Save post-mortem' }).click()
  await expect(page.getByRole('heading', { name: 'What happened' })).toBeVisible()
  await expect(page.getByText('The lock was old.')).toBeVisible()
})

test('ten of a kind are one message, and each message is in the ledger', async ({ page }) => {
  const kind = `Shop${Date.now()}`
  await signInByApi(page.request, founder)
  for (let time = 0; time < 10; time += 1) await crash(kind)
  await expect.poll(() => toldOf(kind).length, { timeout: 15_000 }).toBe(1)
  await page.goto('/dashboard/alerts')
  await expect(page.getByRole('row').filter({ hasText: kind })).toContainText('10')
  await page.goto('/dashboard/alerts/deliveries')
  await page
    .getByRole('button', { name: /Critical event/ })
    .first()
    .click()
  await expect(page.getByRole('dialog')).toContainText('1. taken')
})

for (const role of ['STAFF', 'ADMIN'] as const)
  test(`${role} gets 403 from alerts, incidents and jobs, and no entry in the navigation`, async ({ browser }) => {
    const page = await pageOf(browser, newMember(role))
    for (const path of ['/dashboard/alerts', '/dashboard/alerts/channels', '/dashboard/incidents', '/dashboard/jobs'])
      expect((await page.goto(path))?.status()).toBe(403)
    await page.goto('/dashboard/leads')
    await expect(page.getByRole('link', { name: 'Leads' }).first()).toBeVisible()
    await expect(page.getByRole('link', { name: 'Alerts' })).toHaveCount(0)
    expect((await page.request.get('/api/alerts')).status()).toBe(403)
    await page.context().close()
  })
