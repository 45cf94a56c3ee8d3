import AxeBuilder from '@axe-core/playwright'
import { type Browser, expect, type Page, request, test } from 'playwright/test'
import { nav } from '../components/shell/nav'
import { founder, signInByApi } from './support'

/** The navigation, and the pages under one of its entries that have tabs of their own. */
const places = [
  ...nav,
  ...['rules', 'rules/error-rate', 'channels', 'silences', 'deliveries'].map((page) => ({
    href: `/dashboard/alerts/${page}`,
    label: `Alerts, ${page},`,
  })),
  { href: '/dashboard/health/service-levels', label: 'Service levels' },
]

const widths = [
  { width: 1440, height: 900 },
  { width: 360, height: 780 },
] as const
const themes = ['light', 'dark'] as const

type Look = { page: Page; complaints: string[]; size: (typeof widths)[number] }

/** A page as a founder opens it on this screen, with everything that the browser complains about. */
async function open(browser: Browser, size: (typeof widths)[number], isSignedIn = true): Promise<Look> {
  const context = await browser.newContext({ viewport: size, colorScheme: 'light', reducedMotion: 'reduce' })
  if (isSignedIn) await context.addCookies(await founderCookies())
  const page = await context.newPage()
  const complaints: string[] = []
  page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()))
  page.on('pageerror', (error) => complaints.push(String(error)))
  page.on(
    'request',
    (request) =>
      new URL(request.url()).hostname !== 'localhost' && complaints.push(`outside request: ${request.url()}`),
  )
  return { page, complaints, size }
}

type Cookies = Awaited<ReturnType<ReturnType<Page['context']>['cookies']>>
let signedIn: Cookies | undefined

/** One sign-in for all pages: what signs in is not what these tests are about. */
async function founderCookies(): Promise<Cookies> {
  if (signedIn) return signedIn
  const context = await request.newContext({ baseURL: test.info().project.use.baseURL ?? '' })
  await signInByApi(context, founder)
  signedIn = (await context.storageState()).cookies
  await context.dispose()
  return signedIn
}

/** In the light and in the dark: accessible, no sideways scrolling, nothing in the console, no request elsewhere. */
async function expectSound({ page, complaints, size }: Look): Promise<void> {
  await page.waitForLoadState('networkidle')
  // An open sheet takes the page behind it out of reach, heading included.
  await expect(page.getByRole('heading', { level: 1 }).or(page.getByRole('dialog')).first()).toBeVisible()
  for (const theme of themes) {
    await page.emulateMedia({ colorScheme: theme })
    await expect(page.locator('html')).toHaveClass(new RegExp(`\\b${theme}\\b`))
    const { violations } = await new AxeBuilder({ page }).analyze()
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target).join(' | ')}`)
    expect(found, `${theme} at ${size.width} px`).toEqual([])
  }
  await page.emulateMedia({ colorScheme: 'light' })
  const overflow = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  )
  expect(overflow, 'the page does not scroll sideways').toBeLessThanOrEqual(0)
  expect(complaints).toEqual([])
}

for (const size of widths) {
  const name = `light and dark at ${size.width} px`

  test(`the sign-in page is sound: ${name}`, async ({ browser }) => {
    const look = await open(browser, size, false)
    await look.page.goto('/sign-in')
    await expectSound(look)
  })

  for (const { href, label } of places)
    test(`${label} is sound: ${name}`, async ({ browser }) => {
      const look = await open(browser, size)
      const answer = await look.page.goto(href)
      expect(answer?.status()).toBe(200)
      await expectSound(look)
    })

  test(`the export dialog and an altered trail being verified again are sound: ${name}`, async ({ browser }) => {
    const look = await open(browser, size)
    const { page } = look
    const { request: api } = page.context()
    await page.goto('/dashboard/activity?view=errors')
    await page.getByRole('button', { name: 'Export' }).click()
    await expect(page.getByRole('dialog').getByText(/^[\d,]+ events?$/)).toBeVisible()
    await expectSound(look)

    const { checkpoint, ...real } = await (await api.get('/api/audit-logs/verification')).json()
    const started = { id: '018f0000-0000-7000-8000-000000000001', startedBy: 'Ada', startedAt: checkpoint.createdAt }
    const running = { ...started, finishedAt: null, isRunning: true, size: 2_000, checked: 500, findings: [] }
    const finding = { kind: 'event-changed', seq: 7, id: started.id, time: checkpoint.createdAt, detail: 'Changed.' }
    const last = { ...started, passed: false, size: 1_000, checkpoints: 3, findingCount: 9, findings: [finding] }
    await page.route('**/api/audit-logs/verification', (route) =>
      route.fulfill({ json: { ...real, checkpoint, running, last } }),
    )
    await page.goto('/dashboard/evidence')
    await page.getByRole('button', { name: 'Verify now' }).click()
    await expect(page.getByText('The trail was altered: 9 findings')).toBeVisible()
    await expectSound(look)
  })

  test(`one event, one trail, one lead, invoice, student and incident are sound: ${name}`, async ({ browser }) => {
    test.slow()
    const look = await open(browser, size)
    const { page } = look
    const { request: api } = page.context()
    const first = async (path: string) => (await (await api.get(path)).json()).items[0].id
    const { data } = await (await api.get('/api/audit-logs?action=LEAD_TO_STUDENT_CONVERSION&limit=1')).json()
    const incident = { title: 'Nobody can pay', class: 'high', note: 'Three customers called.' }
    const opened = await (await api.post('/api/incidents', { data: incident })).json()
    const paths = [
      `/dashboard/incidents/${opened.id}`,
      `/dashboard/activity?event=${data[0].id}`,
      `/dashboard/activity/${data[0].id}`,
      `/dashboard/activity/correlation/${data[0].correlationId}`,
      '/dashboard/activity/correlation/nothing-has-this',
      `/dashboard/activity/trail/Lead/${data[0].entityId}`,
      `/dashboard/leads/${await first('/api/leads')}`,
      `/dashboard/leads/${await first('/api/leads?status=NEW')}/invoice`,
      `/dashboard/invoices/${await first('/api/invoices')}`,
      `/dashboard/students/${await first('/api/students')}`,
    ]
    for (const path of paths) {
      await page.goto(path)
      await expectSound(look)
    }
  })
}

test('a page that does not exist says so and shows the way back', async ({ page }) => {
  const answer = await page.goto('/no/such/page')
  expect(answer?.status()).toBe(404)
  await expect(page.getByRole('link').first()).toBeVisible()
})

test('the activity page keeps what it shows when the server does not answer, and says so', async ({ page }) => {
  await page.clock.install()
  await page.route('**/api/audit-logs/stream?*', (route) => route.abort())
  await signInByApi(page.context().request, founder)
  await page.goto('/dashboard/activity')
  await expect(page.getByTestId('activity-event').first()).toBeVisible()
  await page.route('**/api/system/audit-logs*', (route) => route.abort())
  await page.clock.runFor(15_000)
  await expect(page.getByText(/Disconnected/).first()).toBeVisible()
  await expect(page.getByTestId('activity-event').first()).toBeVisible()
})
