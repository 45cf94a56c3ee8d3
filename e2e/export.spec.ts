import { readFileSync } from 'node:fs'
import { expect, type Page, test } from 'playwright/test'
import { founder, newMember, pageOf, signInByApi } from './support'

const tag = Date.now().toString(36)
const name = `Exporta ${tag}`
const exports = /\/api\/audit-logs\/export/

test.beforeAll(async ({ browser }) => {
  const staff = await pageOf(browser, newMember('STAFF'))
  for (const email of ['one', 'two', 'three'])
    await staff.request.post('/api/leads', { data: { name: `=${name}`, email: `${email}@example.org` } })
  await staff.context().close()
})

/** The dialog over a feed that shows the three events above. */
async function openDialog(page: Page, filters = `search=${encodeURIComponent(name)}&action=LEAD_CREATED`) {
  await signInByApi(page.request, founder)
  await page.goto(`/dashboard/activity?${filters}`)
  await page.getByRole('button', { name: 'Export' }).click()
  const dialog = page.getByRole('dialog')
  await expect(dialog).toBeVisible()
  return dialog
}

test('an export says what it will hold, holds it, and is an event itself', async ({ page }) => {
  const dialog = await openDialog(page)
  await expect(dialog).toContainText('3 events')
  await expect(dialog.getByRole('list', { name: 'Filters that apply' })).toContainText(`Search: ${name}`)
  await expect(dialog).toContainText('written to the trail')
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Download' }).click()
  const file = await download
  expect(file.suggestedFilename()).toMatch(/^daybook-audit-\d{8}T\d{6}Z\.csv$/)
  const text = readFileSync(await file.path(), 'utf8')
  expect(text.split('\r\n').filter((line) => line.includes('LEAD_CREATED'))).toHaveLength(3)
  await expect(dialog).toContainText('3 events saved')
  await dialog.getByRole('button', { name: 'Done' }).click()
  await expect(dialog).toHaveCount(0)

  const { data } = await (await page.request.get('/api/audit-logs?action=AUDIT_EXPORTED&limit=1')).json()
  expect(data[0].metadata).toMatchObject({ format: 'csv', filters: { search: name } })
})

test('NDJSON is one object per line', async ({ page }) => {
  const dialog = await openDialog(page)
  await dialog.getByRole('radio', { name: 'NDJSON' }).click()
  const download = page.waitForEvent('download')
  await dialog.getByRole('button', { name: 'Download' }).click()
  const lines = readFileSync(await (await download).path(), 'utf8')
    .trim()
    .split('\n')
  expect(lines.map((line) => JSON.parse(line).action)).toEqual(Array(3).fill('LEAD_CREATED'))
})

test('a refused or broken export saves nothing, says why and under which id, and can be tried again', async ({
  page,
}) => {
  const saved: string[] = []
  page.on('download', (file) => saved.push(file.suggestedFilename()))
  const dialog = await openDialog(page)
  const headers = { 'x-request-id': 'export-refused-1', 'x-total-count': '3', 'x-total-is-capped': 'false' }
  const detail = 'The export could not be recorded in the trail, so it was refused.'
  await page.route(exports, (route) => route.fulfill({ status: 503, headers, json: { status: 503, detail } }))
  await dialog.getByRole('button', { name: 'Download' }).click()
  await expect(dialog.getByRole('alert')).toContainText(detail)
  await expect(dialog.getByRole('alert')).toContainText('export-refused-1')

  await page.unroute(exports)
  await page.route(exports, (route) => route.fulfill({ headers, contentType: 'text/csv', body: 'id\r\n"1"\r\n' }))
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(dialog.getByRole('alert')).toContainText('broke off after 1 of 3 events. Nothing was saved.')
  expect(saved).toEqual([])

  await page.unroute(exports)
  await dialog.getByRole('button', { name: 'Try again' }).click()
  await expect(dialog).toContainText('3 events saved')
  expect(saved).toHaveLength(1)
})

test('a running export can be called off', async ({ page }) => {
  const dialog = await openDialog(page)
  await page.route(exports, () => new Promise(() => {}))
  await dialog.getByRole('button', { name: 'Download' }).click()
  await expect(dialog.getByRole('progressbar', { name: 'Export' })).toBeVisible()
  await dialog.getByRole('button', { name: 'Cancel the export' }).click()
  await expect(dialog).toContainText('Cancelled. Nothing was saved.')
})

test('more than can be counted goes to the browser’s own downloads', async ({ page }) => {
  await page.route(/\/api\/audit-logs\?.*limit=1(&|$)/, async (route) => {
    const answer = await route.fetch()
    const body = await answer.json()
    await route.fulfill({ json: { ...body, pagination: { ...body.pagination, total: 10_000, totalIsCapped: true } } })
  })
  const dialog = await openDialog(page)
  await expect(dialog).toContainText('10,000+ events')
  const download = page.waitForEvent('download')
  await dialog.getByRole('link', { name: 'Download' }).click()
  expect((await download).suggestedFilename()).toMatch(/\.csv$/)
})
