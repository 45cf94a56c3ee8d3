import { expect, test } from 'playwright/test'
import { founder, newMember, pageOf, signInByApi } from './support'

test('a founder reads what runs when, starts a job after being asked, and finds it in its history and in the trail', async ({
  page,
}) => {
  await signInByApi(page.request, founder)
  await page.goto('/dashboard/jobs')
  const row = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'sessions.expire' }) })
  await expect(row).toContainText('every day at 04:00 UTC')
  await row.getByRole('button', { name: 'Run now: sessions.expire' }).click()
  const question = page.getByRole('alertdialog')
  await expect(question).toContainText('sessions.expire')
  await question.getByRole('button', { name: 'Run now' }).click()
  await expect(question).toBeHidden()
  await expect(row.getByText('Done', { exact: true })).toBeVisible({ timeout: 20_000 })
  await row.getByRole('button', { name: 'History of sessions.expire' }).click()
  await expect(page.getByRole('dialog').getByRole('list', { name: 'Runs' })).toContainText('started by')
  await page.getByRole('dialog').getByRole('radio', { name: 'Failed' }).click()
  await expect(page.getByRole('dialog')).toContainText('No run was a failure')
  const events = await (
    await page.request.get('/api/audit-logs?action=JOB_STARTED_BY_HAND&entityId=sessions.expire')
  ).json()
  expect(events.data[0]).toMatchObject({ entityId: 'sessions.expire', userEmail: founder.email.toLowerCase() })
})

test('nobody but a founder sees the jobs', async ({ browser }) => {
  const page = await pageOf(browser, newMember('ADMIN'))
  expect((await page.goto('/dashboard/jobs'))?.status()).toBe(403)
  expect((await page.request.post('/api/jobs/sessions.expire/run')).status()).toBe(403)
  await page.context().close()
})
