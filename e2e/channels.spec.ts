import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, test } from 'playwright/test'
import { openReceiver } from '../lib/testing/receivers/receiver'
import { openSlack, slackPath } from '../lib/testing/receivers/slack'
import { founder, newMember, pageOf, removeChannels, signInByApi } from './support'

const tag = Date.now().toString(36)

async function expectSound(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(' | ')}`)).toEqual([])
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, 'the page does not scroll sideways').toBeLessThanOrEqual(0)
}

const open = async (page: Page) => {
  await signInByApi(page.request, founder)
  await page.goto('/dashboard/alerts/channels')
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Alert channels')
}
const cardOf = (page: Page, name: string) =>
  page.getByRole('list', { name: 'Channels', exact: true }).getByRole('listitem').filter({ hasText: name })

test.afterEach(({ request }) => removeChannels(request, tag))

test('a founder adds a Slack channel, tests it, edits it without its address, and deletes it', async ({ page }) => {
  const slack = await openSlack()
  const name = `On call ${tag}`
  await open(page)
  await page.getByRole('button', { name: 'Add a channel' }).first().click()
  await expectSound(page)
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /^Slack/ }).click()
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Add channel' }).click()
  await expect(dialog.getByText('Please fill this in')).toBeVisible()
  await dialog.getByLabel('Webhook address').fill('hooks.slack.com/services/x')
  await dialog.getByRole('button', { name: 'Add channel' }).click()
  await expect(dialog.getByText('This is not a web address such as')).toBeVisible()
  await expectSound(page)
  await dialog.getByLabel('Webhook address').fill(slack.url + slackPath)
  await dialog.getByRole('button', { name: 'Add channel' }).click()

  const card = cardOf(page, name)
  await expect(card).toContainText('Nothing was sent through it yet: send a test')
  await card.getByRole('button', { name: 'Send a test' }).click()
  await expect(card).toContainText('The test was taken')
  await expect(card).toContainText('Works, the last message was taken')
  // Alerts of this server may have come to it before and after.
  expect(slack.received.map(({ body }) => body).join('\n')).toContain(`sent this test to “${name}”`)

  await card.getByRole('button', { name: `More for ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Edit' }).click()
  await expect(dialog.getByLabel('Webhook address')).toHaveValue('')
  await expect(dialog.getByLabel('Webhook address')).toHaveAttribute('placeholder', '••••ret3')
  await dialog.getByLabel('Name').fill(`${name} again`)
  await dialog.getByRole('button', { name: 'Save channel' }).click()
  await expect(card).toContainText(`${name} again`)

  slack.behave({ kind: 'status', status: 404, body: 'no_service' })
  await card.getByRole('button', { name: 'Send a test' }).click()
  await expect(card.getByRole('alert')).toContainText('Slack no longer knows this webhook')
  // Other news of this server may have come to it as well.
  await expect(card).toContainText(/The last (message was|\d+ messages were) not taken/)
  await expectSound(page)
  await page.setViewportSize({ width: 360, height: 780 })
  const outcome = await card.getByRole('alert').boundingBox()
  expect((outcome?.x ?? 0) + (outcome?.width ?? 999), 'the outcome fits on a phone').toBeLessThanOrEqual(360 - 16)
  await page.setViewportSize({ width: 1280, height: 800 })

  await card.getByRole('button', { name: `More for ${name} again` }).click()
  await page.getByRole('menuitem', { name: 'Switch off' }).click()
  await expect(card).toContainText('Switched off: it gets nothing')
  await card.getByRole('button', { name: `More for ${name} again` }).click()
  await page.getByRole('menuitem', { name: 'Delete' }).click()
  const confirmation = page.getByRole('alertdialog')
  await expect(confirmation).toContainText(`${name} again (Slack)`)
  await confirmation.getByRole('button', { name: 'Delete channel' }).click()
  await expect(card).toHaveCount(0)
  await slack.close()
})

test('the secret of a webhook is shown once', async ({ page }) => {
  const hook = await openReceiver()
  const name = `Hook ${tag}`
  await open(page)
  await page.getByRole('button', { name: 'Add a channel' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: /^Webhook/ }).click()
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByLabel('Address').fill(`${hook.url}/hook`)
  await dialog.getByRole('button', { name: 'Add channel' }).click()
  await expect(dialog).toContainText(/whsec_[A-Za-z0-9+/]{43}=/)
  await expectSound(page)
  await dialog.getByRole('button', { name: 'I have copied it' }).click()
  await expect(cardOf(page, name)).toBeVisible()
  await expect(page.getByText('whsec_')).toHaveCount(0)
  await page.reload()
  await expect(cardOf(page, name)).toBeVisible()
  expect(await page.content()).not.toMatch(/whsec_[A-Za-z0-9+/]{20}/)
  await hook.close()
})

for (const role of ['STAFF', 'ADMIN'] as const)
  test(`${role} sees no channels`, async ({ browser }) => {
    const page = await pageOf(browser, newMember(role))
    expect((await page.goto('/dashboard/alerts/channels'))?.status()).toBe(403)
    expect((await page.request.get('/api/alert-channels')).status()).toBe(403)
    await page.context().close()
  })

const screens = [
  { theme: 'light', width: 1440, height: 900 },
  { theme: 'dark', width: 1440, height: 900 },
  { theme: 'light', width: 390, height: 844 },
  { theme: 'dark', width: 390, height: 844 },
] as const

async function openAt(browser: Browser, screen: (typeof screens)[number]): Promise<Page> {
  const context = await browser.newContext({ viewport: screen, colorScheme: screen.theme, reducedMotion: 'reduce' })
  const page = await context.newPage()
  await signInByApi(context.request, founder)
  return page
}

const at = new Date(Date.now() - 240_000).toISOString()
const channel = {
  id: '018f0000-0000-7000-8000-000000000001',
  type: 'slack',
  name: 'A channel of the made-up list',
  isEnabled: true,
  origin: 'people',
  config: { url: '••••ab12' },
  minSeverity: 'info',
  isEscalationOnly: false,
  lastSuccessAt: at,
  lastFailureAt: null,
  lastError: null,
  failureStreak: 0,
  pending: 0,
  dead: 0,
  createdAt: at,
  updatedAt: at,
}
const failing = {
  ...channel,
  id: '018f0000-0000-7000-8000-000000000002',
  type: 'discord',
  name: 'Engineering',
  minSeverity: 'high',
  failureStreak: 3,
  lastFailureAt: at,
  lastError: 'Discord no longer knows this webhook: it was removed. Make a new one and enter its address.',
  pending: 2,
  dead: 1,
}
const more = [
  {
    ...channel,
    id: '018f0000-0000-7000-8000-000000000003',
    type: 'email',
    name: 'E-mail (ALERT_EMAIL_TO)',
    origin: 'environment',
    lastSuccessAt: null,
  },
  {
    ...channel,
    id: '018f0000-0000-7000-8000-000000000004',
    type: 'sms',
    name: 'Night shift',
    isEscalationOnly: true,
    minSeverity: 'critical',
  },
  {
    ...channel,
    id: '018f0000-0000-7000-8000-000000000005',
    type: 'pagerduty',
    name: 'A rather long name for a channel that nobody uses any more',
    isEnabled: false,
  },
]
const states = { empty: [], filled: [channel, ...more], failing: [failing, channel, ...more] }

for (const screen of screens)
  for (const [state, items] of Object.entries(states))
    test(`the channels are sound: ${state}, ${screen.theme} at ${screen.width} px`, async ({ browser }) => {
      const page = await openAt(browser, screen)
      const { types } = await (await page.request.get('/api/alert-channels')).json()
      await page.route('**/api/alert-channels', (route) => route.fulfill({ json: { items, nextCursor: null, types } }))
      await page.clock.install()
      await page.goto('/dashboard/alerts/channels')
      await page.clock.runFor(31_000)
      if (items.length === 0) await expect(page.getByText('Nobody is told', { exact: true })).toBeVisible()
      else await expect(cardOf(page, channel.name)).toBeVisible()
      await expectSound(page)
      await page.context().close()
    })
