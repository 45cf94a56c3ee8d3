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

test('/metrics tells what the whole process answered, although the build holds its code more than once', async ({
  request,
}) => {
  await signInByApi(request, founder)
  const id = '01a2206d-6641-76d6-87aa-7c5723a5a6ee'
  const requests = async (labels: string) => {
    const answer = await request.get('/metrics', { headers: { accept: 'text/plain' } })
    expect(answer.headers()['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8')
    const line = (await answer.text())
      .split('\n')
      .find((one) => one.startsWith(`daybook_http_requests_total{${labels}}`))
    return Number(line?.split(' ').at(-1) ?? 0)
  }
  const [ofApi, ofPage] = [
    'method="GET",route="/api/leads/[id]",status="404"',
    'method="GET",route="/dashboard/leads",status="200"',
  ]
  const before = [await requests(ofApi), await requests(ofPage)]
  for (let n = 0; n < 3; n += 1) await request.get(`/api/leads/${id}`)
  await request.get('/dashboard/leads')
  // Other tests may ask for the same at the same time.
  expect(await requests(ofApi)).toBeGreaterThanOrEqual((before[0] ?? 0) + 3)
  expect(await requests(ofPage)).toBeGreaterThanOrEqual((before[1] ?? 0) + 1)

  const json = await (await request.get('/metrics?format=json')).json()
  expect(json).toMatchObject({
    totalRequests: expect.any(Number),
    requestsByStatus: { '200': expect.any(Number) },
    requestsByMethod: { GET: expect.any(Number) },
  })
  const openMetrics = await request.get('/metrics', { headers: { accept: 'application/openmetrics-text' } })
  expect(await openMetrics.text()).toMatch(/ # \{correlation_id="[^"]+"\} .*# EOF\n$/s)
})
