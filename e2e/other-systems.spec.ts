import AxeBuilder from '@axe-core/playwright'
import { expect, test } from 'playwright/test'
import { founder, signInByApi } from './support'

const tag = Date.now().toString(36)

test('a founder connects another system, sees its alert come and go, and closes the address', async ({ page }) => {
  const name = `Prometheus ${tag}`
  const { request } = page.context()
  await signInByApi(request, founder)
  await page.goto('/dashboard/alerts/channels')
  await page.getByRole('button', { name: 'Add an address' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name').fill(name)
  await dialog.getByRole('button', { name: 'Make address' }).click()
  await expect(dialog.getByText('It is shown this once.')).toBeVisible()
  const address = (await dialog.getByRole('region', { name: 'Address' }).innerText()).trim()
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
  await dialog.getByRole('button', { name: 'Done' }).click()

  const path = new URL(address).pathname
  const send = (status: string) =>
    request.post(path, {
      data: {
        alerts: [{ status, labels: { alertname: `DiskFilling ${tag}`, severity: 'warning' }, fingerprint: tag }],
      },
    })
  expect(await (await send('firing')).json()).toMatchObject({ opened: 1 })
  await page.goto('/dashboard/alerts')
  await expect(page.getByText(`DiskFilling ${tag}`).first()).toBeVisible()
  expect(await (await send('resolved')).json()).toMatchObject({ resolved: 1 })

  await page.goto('/dashboard/alerts/channels')
  await page.getByRole('button', { name: `Close the address of ${name}` }).click()
  await expect(page.getByRole('alertdialog')).toContainText(name)
  await page.getByRole('alertdialog').getByRole('button', { name: 'Close address' }).click()
  // Behind an open dialog nothing has a role: the button is gone only after the dialog.
  await expect(page.getByRole('alertdialog')).toHaveCount(0)
  await expect(page.getByRole('button', { name: `Close the address of ${name}` })).toHaveCount(0)
  expect((await send('firing')).status()).toBe(404)
})

test('the digest says what today was like so far', async ({ page }) => {
  await signInByApi(page.context().request, founder)
  await page.goto('/dashboard/digest')
  await expect(page.getByRole('heading', { level: 1, name: 'Digest' })).toBeVisible()
  await expect(page.getByTestId('verdict')).toContainText('so far')
  await expect(page.getByRole('button', { name: /Today so far/ })).toHaveAttribute('aria-current', 'true')
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id }) => id)).toEqual([])
})
