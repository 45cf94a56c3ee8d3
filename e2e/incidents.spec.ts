import { expect, type Page, test } from 'playwright/test'
import { founder, signInByApi } from './support'

const timeline = (page: Page) => page.getByTestId('timeline')

test('an incident is opened by hand, noted, learnt from and closed', async ({ page }) => {
  await signInByApi(page.context().request, founder)
  await page.goto('/dashboard/incidents')
  await page.getByRole('button', { name: 'Open an incident' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Open incident' }).click()
  await expect(dialog.getByText('Please fill this in')).toBeVisible()
  await dialog.getByLabel('What is wrong?').fill('Nobody can pay')
  await dialog.getByLabel('First note').fill('Three customers called.')
  await dialog.getByRole('button', { name: 'Open incident' }).click()

  await expect(page).toHaveURL(/\/dashboard\/incidents\/[0-9a-f-]{36}/)
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Nobody can pay')
  await expect(timeline(page)).toContainText('Three customers called.')

  await page.getByRole('button', { name: 'Move on to triage' }).click()
  await expect(timeline(page)).toContainText('Moved from Detection to Triage')
  await page.getByLabel('Note').fill('The bank refuses our key.')
  await page.getByRole('button', { name: 'Add note' }).click()
  await expect(timeline(page)).toContainText('The bank refuses our key.')
  await expect(page.getByLabel('Note')).toHaveValue('')

  const action = { name: /A calendar entry before the key expires/ }
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  await page.getByLabel('What has to be done?').fill('A calendar entry before the key expires')
  await page.getByLabel('By whom').fill('Kim Lee')
  await page.getByRole('button', { name: 'Add item' }).click()
  await page.getByRole('checkbox', action).click()
  await expect(page.getByRole('checkbox', action)).toBeChecked()

  // Of class high: it is not closed before something was learnt.
  await page.getByLabel('State', { exact: true }).click()
  await page.getByRole('option', { name: 'Closed' }).click()
  await expect(page.getByTestId('verdict').getByRole('alert')).toContainText('has no post-mortem yet')
  await page.getByRole('button', { name: 'Write it' }).click()
  const editor = page.getByLabel('Post-mortem', { exact: true })
  await expect(editor).toHaveValue(/## Root cause/)
  await editor.fill('# Learnt\n\nThe **key** had expired. [x](javascript:alert(1))')
  await page.getByText('Preview', { exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Learnt' })).toBeVisible()
  await page.getByRole('button', { name: 'Save post-mortem' }).click()
  await expect(page.getByText('Post-mortem saved')).toBeVisible()
  await expect(page.locator('strong', { hasText: 'key' })).toBeVisible()
  await expect(page.getByTestId('verdict').getByRole('alert')).toHaveCount(0)
  await expect(page.locator('a[href^="javascript"]')).toHaveCount(0)

  await page.getByLabel('State', { exact: true }).click()
  await page.getByRole('option', { name: 'Closed' }).click()
  await expect(page.getByText('This incident is closed')).toBeVisible()

  await page.getByRole('link', { name: 'Incidents' }).first().click()
  await expect(page.getByRole('row', { name: /Nobody can pay/ }).first()).toContainText('Closed')
})
