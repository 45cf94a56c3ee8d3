import AxeBuilder from '@axe-core/playwright'
import { expect, type Page, test } from 'playwright/test'
import { founder, signInByApi } from './support'

const tag = Date.now().toString(36)

async function expectAccessible(page: Page): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
}

for (const width of [360, 1440])
  test(`a founder makes a key, a program uses it, and revoking it ends that: ${width} px`, async ({
    page,
    playwright,
  }) => {
    await page.setViewportSize({ width, height: 800 })
    const name = `Prometheus ${tag} ${width}`
    await signInByApi(page.context().request, founder)
    await page.goto('/dashboard/settings')
    await page.getByRole('button', { name: 'New key' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByRole('button', { name: 'Make key' }).click()
    await expect(dialog.getByText('Choose at least one')).toBeVisible()
    await expectAccessible(page)
    await dialog.getByLabel('Name').fill(name)
    await dialog.getByRole('checkbox', { name: /metrics:read/ }).click()
    await dialog.getByRole('button', { name: 'Make key' }).click()
    await expect(dialog.getByText('It is shown this once.')).toBeVisible()
    await expect(dialog.getByRole('button', { name: 'Copy key' })).toBeVisible()
    const key = (await dialog.getByRole('region', { name: 'Key' }).innerText()).trim()
    expect(key).toMatch(/^dbk_/)
    await expectAccessible(page)
    await dialog.getByRole('button', { name: 'Done' }).click()
    await expect(page.locator('body')).not.toContainText(key)

    const baseURL = new URL(page.url()).origin
    const program = await playwright.request.newContext({
      baseURL,
      extraHTTPHeaders: { authorization: `Bearer ${key}` },
    })
    expect((await program.get('/metrics')).status()).toBe(200)
    expect((await program.get('/api/leads')).status()).toBe(403)
    await page.reload()
    const row = page.getByRole('listitem').filter({ hasText: name })
    await expect(row).toContainText('last used')

    await page.getByRole('button', { name: `Revoke the key ${name}` }).click()
    await expect(page.getByRole('alertdialog')).toContainText(name)
    await page.getByRole('alertdialog').getByRole('button', { name: 'Revoke key' }).click()
    await expect(row).toHaveCount(0)
    // The row is out of sight while the question is answered, a moment before the key has ended.
    await expect.poll(async () => (await program.get('/metrics')).status(), { timeout: 20_000 }).toBe(401)
    await program.dispose()
  })

test('settings without a key say so', async ({ page }) => {
  await signInByApi(page.context().request, founder)
  await page.route('**/api/api-keys', (route) => route.fulfill({ json: { items: [], nextCursor: null } }))
  await page.goto('/dashboard/settings')
  await expect(page.getByText('No program has a key')).toBeVisible()
})
