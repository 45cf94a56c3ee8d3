import { expect, test } from 'playwright/test'
import { asOwner, founder, signInByApi } from './support'

test('requests are counted under the templates of their routes, of pages too, and under nothing a caller wrote', async ({
  request,
}) => {
  await signInByApi(request, founder)
  const unknown = '01a2206d-6641-76d6-87aa-7c5723a5a6ee'
  for (const path of ['/dashboard/leads', `/dashboard/leads/${unknown}`, `/api/leads/${unknown}`, '/api/none', '/none'])
    await request.get(path)
  const routes = async () => {
    const rows = await asOwner<{ route: string }>('SELECT DISTINCT "route" FROM "RequestMinute"')
    return rows.map(({ route }) => route)
  }
  await expect
    .poll(routes, { timeout: 30_000 })
    .toEqual(
      expect.arrayContaining(['/dashboard/leads', '/dashboard/leads/[id]', '/api/leads/[id]', '/api/[[...path]]']),
    )
  expect((await routes()).filter((route) => route.includes(unknown) || route.includes('none'))).toEqual([])
})
