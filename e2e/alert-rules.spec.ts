import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from 'playwright/test'
import { founder, signInByApi } from './support'

async function expectNoViolations(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(' | ')}`)).toEqual([])
}

test('a founder sees what numbers would have done before saving them, and goes back to the defaults', async ({
  page,
}) => {
  await signInByApi(page.context().request, founder)
  await page.goto('/dashboard/alerts/rules')
  await expectNoViolations(page)
  await page.getByRole('link', { name: /^Burst of errors/ }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Burst of errors' })).toBeVisible()
  await expect(page.getByText('It would have', { exact: false })).toBeVisible()
  await expectNoViolations(page)

  const field = page.getByLabel('Errors in a minute')
  await field.fill('0')
  await expect(page.getByText('At least 1')).toBeVisible()
  const asked = page.waitForResponse((answer) => answer.url().endsWith('/preview'))
  await field.fill('1')
  expect((await asked).status()).toBe(200)
  await expect(page.getByText('which are not saved yet', { exact: false })).toBeVisible()
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Rule saved')).toBeVisible()
  await expect(page.getByText('Changed', { exact: true })).toBeVisible()
  await page.getByRole('button', { name: 'Reset to defaults' }).click()
  await expect(field).toHaveValue('10')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Changed', { exact: true })).toHaveCount(0)
})

test('switching a rule off asks first, names it, and can be taken back', async ({ page }) => {
  await signInByApi(page.context().request, founder)
  await page.goto('/dashboard/alerts/rules/maintenance-mode')
  await page.getByRole('button', { name: 'Switch off' }).click()
  const dialog = page.getByRole('alertdialog')
  await expect(dialog).toContainText('Maintenance lasts')
  await expectNoViolations(page)
  await dialog.getByRole('button', { name: 'Switch off' }).click()
  await expect(page.getByText('This rule is off', { exact: false })).toBeVisible()
  await page.getByRole('button', { name: 'Switch on' }).click()
  await expect(page.getByText('This rule is off', { exact: false })).toHaveCount(0)
})

test('a rule that does not exist leads back to all rules', async ({ page }) => {
  await signInByApi(page.context().request, founder)
  await page.goto('/dashboard/alerts/rules/none')
  await expect(page.getByText('There is no record of this rule')).toBeVisible()
})
