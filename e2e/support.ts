import { execFileSync } from 'node:child_process'
import pg from 'pg'
import { type APIRequestContext, type Browser, expect, type Page } from 'playwright/test'

export const founder = {
  email: process.env.DAYBOOK_FOUNDER_EMAIL ?? '',
  password: process.env.DAYBOOK_FOUNDER_PASSWORD ?? '',
}

const memberPassword = 'a password for browser tests'
let serial = 0

/** Runs the command line against the database of the server under test. */
function daybook(...args: string[]): string {
  const env = { ...process.env, DATABASE_URL: '', DATABASE_OWNER_URL: '', DAYBOOK_DATA_DIR: '.daybook-test/e2e' }
  return execFileSync(process.execPath, ['bin/daybook.ts', ...args], { env, encoding: 'utf8' })
}

/** A new member made by the command line. */
export function newMember(role: 'FOUNDER' | 'ADMIN' | 'STAFF'): { email: string; password: string; name: string } {
  serial += 1
  const member = { email: `${role.toLowerCase()}${serial}-${Date.now()}@e2e.example`, name: `Kim ${role} ${serial}` }
  daybook(
    'user',
    'create',
    '--email',
    member.email,
    '--name',
    member.name,
    '--role',
    role,
    '--password',
    memberPassword,
  )
  return { ...member, password: memberPassword }
}

/** Signs in as a program does; the cookies stay with the request context (and with its page, if it has one). */
export async function signInByApi(
  request: APIRequestContext,
  { email, password }: { email: string; password: string },
) {
  const { csrfToken } = await (await request.get('/api/auth/csrf')).json()
  const answer = await request.post('/api/auth/callback/credentials', {
    form: { csrfToken, email, password, json: 'true' },
  })
  expect(answer.status(), await answer.text()).toBe(200)
}

export async function signInByForm(page: Page, { email, password }: { email: string; password: string }) {
  await page.getByLabel('E-mail').fill(email)
  await page.getByLabel('Password', { exact: true }).fill(password)
  await page.getByRole('button', { name: 'Sign in' }).click()
}

/** A page in a browser of its own, signed in. */
export async function pageOf(browser: Browser, member: { email: string; password: string }): Promise<Page> {
  const context = await browser.newContext()
  await signInByApi(context.request, member)
  return context.newPage()
}

/** Removes the alert channels whose names contain this: one that stays would get every alert of the tests that follow. */
export async function removeChannels(request: APIRequestContext, words: string): Promise<void> {
  await signInByApi(request, founder)
  const { items } = await (await request.get('/api/alert-channels')).json()
  for (const { id, name } of items) {
    if (!name.includes(words)) continue
    const answer = await request.delete(`/api/alert-channels/${id}`)
    expect(answer.status(), await answer.text()).toBe(200)
  }
}

/** One statement as the owner of the tables: to break things on purpose and to count rows. */
export async function asOwner<R extends pg.QueryResultRow>(sql: string, params: unknown[] = []): Promise<R[]> {
  const client = new pg.Client({ connectionString: daybook('db', 'url', '--owner').trim() })
  await client.connect()
  try {
    return (await client.query<R>(sql, params)).rows
  } finally {
    await client.end()
  }
}
