import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from 'playwright/test'
import { founder, newMember, pageOf, signInByApi } from './support'

const tag = Date.now().toString(36)

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(' | ')}`)).toEqual([])
}

test('a founder silences alerts for an hour, sees it, and ends it', async ({ page }) => {
  const reason = `Database move ${tag}`
  await signInByApi(page.context().request, founder)
  await page.goto('/dashboard/alerts/silences')
  await page.getByRole('button', { name: 'Silence alerts' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Silence' }).click()
  await expect(dialog.getByText('Please say why.')).toBeVisible()
  await dialog.getByLabel('Reason').fill(reason)
  await expectNoViolations(page)
  await dialog.getByRole('button', { name: 'Silence' }).click()

  const row = page
    .getByRole('list', { name: 'Silences', exact: true })
    .getByRole('listitem')
    .filter({ hasText: reason })
  await expect(row).toContainText('All alerts, until')
  await row.getByRole('button', { name: `End silence: ${reason}` }).click()
  await expect(page.getByRole('alertdialog')).toContainText(`All alerts: ${reason}`)
  await page.getByRole('alertdialog').getByRole('button', { name: 'End silence' }).click()
  await expect(row).toHaveCount(0)
  await expect(page.getByRole('table', { name: 'Past silences' }).getByText(reason)).toBeVisible()
})

test('a founder plans maintenance in another time zone, switches it off, renames and removes it', async ({ page }) => {
  const name = `Weekly update ${tag}`
  await signInByApi(page.context().request, founder)
  await page.goto('/dashboard/alerts/silences')
  await page.getByRole('button', { name: 'Plan maintenance' }).click()
  const dialog = page.getByRole('dialog', { name: 'Plan maintenance' })
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Wednesday' }).click()
  await dialog.getByLabel('Begins at').fill('02:30')
  await dialog.getByLabel('Minutes').fill('30')
  await dialog.getByLabel('Time zone').click()
  const search = page.getByRole('combobox', { name: 'Search time zones' })
  await search.fill('kath')
  await expectNoViolations(page)
  await search.press('Enter')
  await dialog.getByRole('button', { name: 'Plan maintenance' }).click()

  const row = page.getByRole('list', { name: 'Planned maintenance' }).getByRole('listitem').filter({ hasText: name })
  await expect(row).toContainText('Every Wednesday and Sunday at 02:30 for 1 h 30 min, Asia/Kathmandu')
  await expect(row).toContainText('Next ')
  await row.getByRole('switch').click()
  await expect(row).toContainText('Switched off')
  await row.getByRole('button', { name: `More about ${name}` }).click()
  await page.getByRole('menuitem', { name: 'Rename' }).click()
  await page.getByRole('dialog').getByLabel('Name').fill(`${name} again`)
  await page.getByRole('dialog').getByRole('button', { name: 'Rename' }).click()
  const renamed = row.filter({ hasText: 'again' })
  await renamed.getByRole('button', { name: `More about ${name} again` }).click()
  await page.getByRole('menuitem', { name: 'Remove' }).click()
  await expect(page.getByRole('alertdialog')).toContainText(`${name} again: Every Wednesday and Sunday`)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Remove maintenance' }).click()
  await expect(row).toHaveCount(0)
})

test('a founder sets the time zone and quiet hours; they stay, and what is wrong is said at its field', async ({
  page,
}) => {
  const { request } = page.context()
  await signInByApi(request, founder)
  const quietHours = { isOn: false, from: '22:00', to: '07:00' }
  expect((await request.patch('/api/alert-settings', { data: { quietHours } })).status()).toBe(200)
  await page.goto('/dashboard/settings')
  const company = page.getByRole('form', { name: 'Company' })
  await company.getByLabel('Time zone').click()
  await page.getByRole('combobox', { name: 'Search time zones' }).fill('chicago')
  await page.getByRole('option', { name: 'America/Chicago' }).click()
  await company.getByRole('button', { name: 'Save' }).click()
  await expect(company.getByRole('button', { name: 'Save' })).toHaveCount(0)

  const quiet = page.getByRole('form', { name: 'Quiet hours' })
  await quiet.getByRole('switch').click()
  await quiet.getByLabel('From').fill('21:30')
  await quiet.getByLabel('To', { exact: true }).fill('21:30')
  await quiet.getByRole('button', { name: 'Save' }).click()
  await expect(quiet.getByText('Another time than the beginning')).toBeVisible()
  await quiet.getByLabel('To', { exact: true }).fill('06:15')
  await quiet.getByRole('button', { name: 'Save' }).click()
  await expect(quiet.getByRole('button', { name: 'Save' })).toHaveCount(0)

  await page.reload()
  await expect(company.getByLabel('Time zone')).toContainText('America/Chicago')
  await expect(quiet.getByLabel('From')).toHaveValue('21:30')
  await expect(quiet.getByText('The next day.')).toBeVisible()

  const messages = page.getByRole('form', { name: 'Messages' })
  await messages.getByLabel('Cooldown').fill('0')
  await expect(messages.getByText('A whole number from 1 to 1,440.')).toBeVisible()
  await expectNoViolations(page)
})

test('silences and settings are for founders', async ({ browser }) => {
  const page = await pageOf(browser, newMember('ADMIN'))
  for (const path of ['/dashboard/alerts/silences', '/dashboard/settings'])
    expect((await page.goto(path))?.status(), path).toBe(403)
})
