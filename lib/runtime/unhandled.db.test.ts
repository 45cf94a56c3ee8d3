import { expect, it } from 'vitest'
import { setEnv } from '../env'
import { useDatabase } from '../testing/database'
import { recordPageError } from './page-error'
import { closeMinute, recordUnhandled, unhandledErrors } from './unhandled'

const db = useDatabase()
setEnv({ LOG_LEVEL: 'error' })

const events = () =>
  db.ownerQuery<{ description: string; metadata: { unhandled: boolean; count: number } }>(
    `SELECT "description", "metadata", "errorMessage" FROM "AuditLog" WHERE "action" = 'SYSTEM_ERROR' ORDER BY "id"`,
  )

it('of an error in a loop twenty a minute are events, and the rest are one that counts them', async () => {
  for (let n = 1; n <= 50; n += 1) recordUnhandled(`Error ${n}`, new Error(`Error ${n}`))
  await closeMinute()
  await expect.poll(async () => (await events()).length).toBe(21)
  const all = await events()
  expect(all.every(({ metadata }) => metadata.unhandled)).toBe(true)
  expect(all.reduce((sum, { metadata }) => sum + metadata.count, 0)).toBe(50)
  expect(unhandledErrors()).toBe(50)
})

it('an error of a page is one, without what stood behind the question mark; a visitor who left is none', async () => {
  const before = (await events()).length
  const page = { routePath: '/dashboard/leads', routeType: 'render' }
  await recordPageError(
    Object.assign(new Error('gone'), { name: 'AbortError' }),
    { method: 'GET', path: '/x', headers: {} },
    page,
  )
  const request = {
    method: 'GET',
    path: '/dashboard/leads?token=secret',
    headers: { 'x-request-id': 'request-of-page' },
  }
  await recordPageError(new Error('No such column'), request, page)
  await expect.poll(async () => (await events()).length).toBe(before + 1)
  expect((await events()).at(-1)).toMatchObject({
    description: 'GET /dashboard/leads failed',
    errorMessage: 'No such column',
    metadata: { unhandled: true, route: '/dashboard/leads', kind: 'render' },
  })
  expect(JSON.stringify(await events())).not.toContain('secret')
})
