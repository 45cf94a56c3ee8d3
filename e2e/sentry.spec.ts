import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { type BrowserContext, expect, type Page, test } from 'playwright/test'
import { openSentry, type SentryReceiver } from '../lib/testing/receivers/sentry'
import { founder, signInByApi } from './support'

const folder = '.daybook-test/sentry'
const outgoingFile = join(folder, 'outgoing.txt')

/** A server process of its own on the build that the tests have made. */
class OwnServer {
  readonly #process: ChildProcess
  url = ''

  constructor(env: Record<string, string>) {
    const own = { ...process.env, ...ownEnv, ...env, NODE_OPTIONS: `--import ${resolve('e2e/outgoing.mjs')}` }
    this.#process = spawn(process.execPath, ['bin/daybook.ts', 'start'], {
      env: own,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
  }

  async ready(): Promise<void> {
    let said = ''
    const told = Promise.withResolvers<string>()
    const listen = (chunk: Buffer) => {
      said += chunk.toString()
      const address = /Daybook {3}(http:\S+)/.exec(said)?.[1]
      if (address) told.resolve(address)
    }
    this.#process.stdout?.on('data', listen)
    this.#process.stderr?.on('data', listen)
    this.#process.once('exit', () => told.reject(new Error(`The server ended: ${said}`)))
    this.url = await told.promise
  }

  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return
    const ended = once(this.#process, 'exit')
    this.#process.kill('SIGTERM')
    await ended
  }
}

const ownEnv = {
  PORT: String(Number(process.env.E2E_PORT || 3999) + 40),
  DATABASE_URL: '',
  DATABASE_OWNER_URL: '',
  DATABASE_DIRECT_URL: '',
  NEXTAUTH_URL: '',
  DAYBOOK_DATA_DIR: folder,
  DAYBOOK_DIST_DIR: '.next-test',
  DAYBOOK_RELEASE: 'release-of-e2e',
  LOG_LEVEL: 'warn',
  E2E_OUTGOING_FILE: outgoingFile,
}

async function asOwner(sql: string): Promise<void> {
  const connectionString = execFileSync(process.execPath, ['bin/daybook.ts', 'db', 'url', '--owner'], {
    env: { ...process.env, ...ownEnv },
    encoding: 'utf8',
  }).trim()
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end()
  }
}

// Words that no rule can tell from others: they may leave in no place at all.
const canaries = [
  'canary-cookie',
  'canary-bearer',
  'canary-query',
  'canary-field',
  'canary-person',
  'canary-message',
  'canary-body',
  'canary-media',
  'canary-label',
  'canary-value',
  'canary-word',
  founder.password,
  founder.email,
]

async function signedIn(context: BrowserContext, url: string): Promise<Page> {
  await signInByApi(context.request, founder)
  await context.addCookies([{ name: 'other', value: 'canary-cookie', url }])
  return context.newPage()
}

/** Scripts of the pages, by address. */
function watchScripts(page: Page): Map<string, Promise<string>> {
  const scripts = new Map<string, Promise<string>>()
  page.on('response', (answer) => {
    if (/\.js(\?|$)/.test(answer.url()))
      scripts.set(
        answer.url(),
        answer.text().catch(() => ''),
      )
  })
  return scripts
}
const allOf = async (scripts: Map<string, Promise<string>>) => (await Promise.all(scripts.values())).join('\n')

// Names within the SDK and its recorder that no minifier can change; the SDK knows the names of what the recorder sends.
const sdkMark = /sentry_client|__SENTRY__/
const replayMark = /rr-block|checkoutEveryNms/

test.describe('with DSNs', () => {
  let sentry: SentryReceiver
  let server: OwnServer

  test.beforeAll(async () => {
    rmSync(outgoingFile, { force: true })
    sentry = await openSentry()
    server = new OwnServer({
      SENTRY_DSN: sentry.dsn,
      NEXT_PUBLIC_SENTRY_DSN: sentry.dsn,
      SENTRY_ENVIRONMENT: 'e2e',
      SENTRY_TRACES_SAMPLE_RATE: '1',
      SENTRY_ORG_URL: 'https://sentry.example.com/organizations/acme',
      SENTRY_REPLAY_SESSION_SAMPLE_RATE: '1',
    })
    await server.ready()
  })
  test.afterAll(async () => {
    await server.stop()
    await sentry.close()
  })

  const eventsOf = (requestId: string) =>
    sentry
      .items('event')
      .map(({ payload }) => payload)
      .filter((payload) => tagsOf(payload).request_id === requestId)
  const eventOf = async (requestId: string) => {
    await expect.poll(() => eventsOf(requestId).length, { timeout: 20_000 }).toBe(1)
    return eventsOf(requestId)[0] ?? {}
  }
  const tagsOf = ({ tags }: Record<string, unknown>): Record<string, unknown> => ({ ...(tags as object) })

  test('an error of the server, one of the browser and one of React arrive with ids, release and environment, and no secret', async ({
    browser,
  }) => {
    const context = await browser.newContext({ baseURL: server.url })
    const page = await signedIn(context, server.url)
    const policies: string[] = []
    page.on('response', async (answer) => policies.push((await answer.headerValue('content-security-policy')) ?? ''))
    const scripts = watchScripts(page)
    const reports: string[] = []
    page.on('console', (line) => /Content Security Policy/i.test(line.text()) && reports.push(line.text()))
    let ofPage = ''
    const broken = { requestId: 'request-of-server-e2e', status: 0 }

    await test.step('server', async () => {
      await asOwner('ALTER TABLE "Lead" RENAME TO "LeadAway"')
      const answer = await context.request.get('/api/leads?search=canary-query', {
        headers: { 'x-request-id': broken.requestId, authorization: 'Bearer canary-bearer' },
      })
      broken.status = answer.status()
      await context.request.post('/api/leads', {
        headers: { 'x-request-id': 'request-of-body-e2e', origin: server.url },
        data: { name: 'canary-body', email: 'canary-person@example.org', notes: 'canary-body' },
      })
      await asOwner('ALTER TABLE "LeadAway" RENAME TO "Lead"')
      expect(broken.status).toBe(500)
      expect(await eventOf(broken.requestId)).toMatchObject({ release: 'release-of-e2e', environment: 'e2e' })
      await eventOf('request-of-body-e2e')
    })

    await test.step('browser', async () => {
      const answer = await page.goto('/dashboard/leads?search=canary-query')
      const requestId = (await answer?.headerValue('x-request-id')) ?? ''
      await page.getByRole('searchbox').first().fill('canary-field canary-person@example.org')
      await page.evaluate(() => {
        setTimeout(() => {
          throw new Error('It broke for canary-person@example.org with password=canary-message at /x?q=canary-query')
        })
      })
      const event = await eventOf(requestId)
      expect(event).toMatchObject({
        release: 'release-of-e2e',
        environment: 'e2e',
        user: { id: expect.any(String) },
        exception: { values: [{ value: 'It broke for [e-mail] with password=[redacted] at /x' }] },
      })
    })

    await test.step('a page that broke on the server: sent by the server only, and the page says under which id', async () => {
      await asOwner('ALTER TABLE "Session" RENAME TO "SessionAway"')
      const answer = await page.goto('/dashboard/leads')
      await asOwner('ALTER TABLE "SessionAway" RENAME TO "Session"')
      const requestId = (await answer?.headerValue('x-request-id')) ?? ''
      await expect(page.getByRole('heading', { name: 'This page could not be shown' })).toBeVisible()
      await expect(page.getByText(requestId)).toBeVisible()
      await expect.poll(() => eventsOf(requestId).length).toBeGreaterThan(0)
      expect(eventsOf(requestId)[0]).toMatchObject({ release: 'release-of-e2e', environment: 'e2e' })
      ofPage = requestId
    })

    await test.step('React, with a page that says under which id and leads back', async () => {
      const id = '018f0000-0000-7000-8000-000000000001'
      await page.route(`**/api/alerts/${id}`, (route) => route.fulfill({ json: { id, title: 'x', facts: null } }))
      const answer = await page.goto(`/dashboard/alerts/${id}?q=canary-query`)
      const requestId = (await answer?.headerValue('x-request-id')) ?? ''
      await expect(page.getByRole('heading', { name: 'This page could not be shown' })).toBeVisible()
      await expect(page.getByText(requestId)).toBeVisible()
      const event = await eventOf(requestId)
      expect(event).toMatchObject({ release: 'release-of-e2e', environment: 'e2e', user: { id: expect.any(String) } })
      await page.getByRole('link', { name: 'Back to the dashboard' }).click()
      await expect(page).toHaveURL(/\/dashboard$/)
    })

    await test.step('the recorder comes after the first load, and what it sends is masked', async () => {
      await expect.poll(() => sentry.items('replay_recording').length, { timeout: 20_000 }).toBeGreaterThan(0)
      const recording = sentry
        .items('replay_recording')
        .map(({ raw }) => raw)
        .join('')
      expect(recording).not.toMatch(/Recent activity|Sign out|Kim|Leads/)
      expect(await allOf(scripts)).toMatch(replayMark)
      // Also what comes later: words, what is typed or labelled, and pictures. The mark says that it has been recorded.
      await page.evaluate(() => {
        const box = document.createElement('div')
        box.dataset.recorded = 'mark-of-recording'
        box.innerHTML = `<p>canary-word</p><input value="canary-value"><textarea>canary-value</textarea>
          <button aria-label="canary-label" title="canary-label">x</button>
          <img alt="" src="data:image/svg+xml,canary-media">`
        document.body.append(box)
      })
      await expect
        .poll(() => sentry.items('replay_recording').some(({ raw }) => raw.includes('mark-of-recording')), {
          timeout: 30_000,
        })
        .toBe(true)
    })

    await test.step('neither the reporter nor the recorder is in the first load', async () => {
      const html = await (await context.request.get('/dashboard')).text()
      const files = new Set(html.match(/\/_next\/static\/[^"'\\\s]+\.js/g))
      expect(files.size).toBeGreaterThan(5)
      const code = (await Promise.all([...files].map(async (file) => (await context.request.get(file)).text()))).join()
      expect(code).not.toMatch(sdkMark)
      expect(code).not.toMatch(replayMark)
    })

    // Layout and page failed, each by itself, on the server; the browser that shows it has nothing to add.
    expect(new Set(eventsOf(ofPage).map(({ platform }) => platform))).toEqual(new Set(['node']))
    const everything = sentry.everything()
    expect(canaries.filter((canary) => everything.includes(canary))).toEqual([])
    expect(reports).toEqual([])
    const connect = policies.flatMap((policy) => /connect-src ([^;]*)/.exec(policy)?.[1] ?? [])
    expect(new Set(connect)).toEqual(new Set([`'self' ${new URL(sentry.url).origin}`]))
    expect(readFileSync(outgoingFile, 'utf8')).toContain('sentry loaded')
    await context.close()
  })

  test('the recorder is not loaded where no share of visits is recorded', async ({ browser }) => {
    const context = await browser.newContext({ baseURL: server.url })
    const page = await signedIn(context, server.url)
    const scripts = watchScripts(page)
    // What the page says when both shares are 0, before any script reads it.
    await page.addInitScript(() => {
      new MutationObserver((_records, observer) => {
        const meta = document.querySelector<HTMLMetaElement>('meta[name="daybook-sentry"]')
        if (!meta) return
        observer.disconnect()
        const { replay, ...settings } = JSON.parse(meta.content)
        meta.content = JSON.stringify(settings)
        Reflect.set(window, 'hadReplay', replay !== undefined)
      }).observe(document, { childList: true, subtree: true })
    })
    const answer = await page.goto('/dashboard/leads')
    expect(await page.evaluate(() => Reflect.get(window, 'hadReplay'))).toBe(true)
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('It broke without a recorder')
      })
    })
    // The reporter is there, and whatever it had put off until the browser has nothing to do is under way.
    await eventOf((await answer?.headerValue('x-request-id')) ?? '')
    await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve, { timeout: 10_000 })))
    await page.waitForLoadState('networkidle')
    expect(await allOf(scripts)).toMatch(sdkMark)
    expect(await allOf(scripts)).not.toMatch(replayMark)
    await context.close()
  })

  test('where the frame of all pages broke, the last resort says under which id, reports it once and leads back', async ({
    browser,
  }) => {
    const context = await browser.newContext({ baseURL: server.url })
    const page = await signedIn(context, server.url)
    // The frame asks for the theme while it is rendered; the last resort does so afterwards and must not break too.
    await page.addInitScript(() => {
      const original = window.matchMedia.bind(window)
      window.matchMedia = (query) => {
        if (document.title !== 'Daybook is not available') throw new Error('The frame broke')
        return original(query)
      }
    })
    const answer = await page.goto('/dashboard/leads')
    const requestId = (await answer?.headerValue('x-request-id')) ?? ''
    await expect(page).toHaveTitle('Daybook is not available')
    await expect(page.getByRole('heading', { name: 'This page could not be shown' })).toBeVisible()
    await expect(page.getByText(requestId)).toBeVisible()
    await expect(page.getByRole('button', { name: 'Try again' })).toBeVisible()
    expect(await eventOf(requestId)).toMatchObject({
      release: 'release-of-e2e',
      environment: 'e2e',
      exception: { values: [{ value: 'The frame broke' }] },
    })
    const back = page.getByRole('link', { name: 'Back to the start page' })
    await expect(back).toHaveAttribute('href', '/')
    await back.click()
    await expect(page).toHaveURL(/\/dashboard\/activity$/)
    await context.close()
  })

  test('an event in the feed leads to its error in Sentry', async ({ browser }) => {
    const context = await browser.newContext({ baseURL: server.url })
    const page = await signedIn(context, server.url)
    await page.goto('/dashboard/activity?severity=ERROR')
    const row = page.getByTestId('activity-event').filter({ hasText: 'GET /api/leads failed' }).first()
    const link = row.getByRole('link', { name: 'Open in Sentry' })
    const { event_id } = await eventOf('request-of-server-e2e')
    await expect(link).toHaveAttribute(
      'href',
      `https://sentry.example.com/organizations/acme/issues/?project=4501&query=${String(event_id)}`,
    )
    await context.close()
  })

  test('a Sentry that hangs slows no request down, and the process ends in time', async ({ browser }) => {
    sentry.behave({ kind: 'hang' })
    await asOwner('ALTER TABLE "Lead" RENAME TO "LeadAway"')
    const context = await browser.newContext({ baseURL: server.url })
    await signInByApi(context.request, founder)
    const statuses = await Promise.all(
      Array.from({ length: 20 }, async () => (await context.request.get('/api/leads', { timeout: 8_000 })).status()),
    )
    await asOwner('ALTER TABLE "LeadAway" RENAME TO "Lead"')
    expect(statuses.every((status) => status === 500)).toBe(true)
    await context.close()
    const startedMs = Date.now()
    await server.stop()
    expect(Date.now() - startedMs).toBeLessThan(20_000)
  })
})

test('without a DSN nothing leaves, on the server no byte of Sentry is loaded, and pages carry none of it', async ({
  browser,
}) => {
  rmSync(outgoingFile, { force: true })
  const server = new OwnServer({ SENTRY_DSN: '', NEXT_PUBLIC_SENTRY_DSN: '', SENTRY_REPLAY_SESSION_SAMPLE_RATE: '1' })
  try {
    await server.ready()
    const context = await browser.newContext({ baseURL: server.url })
    await signInByApi(context.request, founder)
    const page = await context.newPage()
    const scripts = watchScripts(page)
    const elsewhere: string[] = []
    page.on('request', (request) => !request.url().startsWith(server.url) && elsewhere.push(request.url()))
    await page.goto('/dashboard')
    await page.evaluate(() => {
      setTimeout(() => {
        throw new Error('It broke')
      })
    })
    await asOwner('ALTER TABLE "Lead" RENAME TO "LeadAway"')
    expect((await context.request.get('/api/leads')).status()).toBe(500)
    await asOwner('ALTER TABLE "LeadAway" RENAME TO "Lead"')
    await page.waitForLoadState('networkidle')
    const code = await allOf(scripts)
    expect(code.length).toBeGreaterThan(100_000)
    expect(code).not.toMatch(sdkMark)
    expect(code).not.toMatch(replayMark)
    expect(elsewhere.filter((url) => !url.startsWith('data:') && !url.startsWith('blob:'))).toEqual([])
    await context.close()
  } finally {
    await server.stop()
  }
  // Connections to its own database only, and those of the test to it are not its own.
  const written = existsSync(outgoingFile) ? readFileSync(outgoingFile, 'utf8') : ''
  expect(written).not.toContain('sentry loaded')
  const ports = new Set([...written.matchAll(/^connect (\S+):(\d+)$/gm)].map(([, , port]) => port))
  expect(ports.size).toBe(1)
})
