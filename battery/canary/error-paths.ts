import type { Answer } from '../caller'
import { founder } from '../served-app'
import type { World } from '../world'
import type { Cast, Planted } from './flows'

export type Path = [what: string, run: () => Promise<Answer>]
type Headers = Record<string, string>
type Tools = Cast & Planted & Pick<World, 'query'>

/** Ways in which a request goes wrong with a secret in its hands. */
export function errorPaths(world: World, cast: Cast, planted: Planted): Path[] {
  const tools = { ...cast, ...planted, query: world.query }
  return [wrongSignIns, brokenBodies, wrongAddresses, wrongCredentials, refusedWork, brokenDatabase].flatMap((paths) =>
    paths(tools),
  )
}

const form = { 'content-type': 'application/x-www-form-urlencoded' }
const signInPath = '/api/auth/callback/credentials'
const get = ({ stranger }: Tools, headers: Headers, path = '/api/leads') =>
  stranger.ask('GET', path, undefined, headers)

async function signIn({ stranger }: Tools, words: Record<string, string>, headers: Headers = {}): Promise<Answer> {
  const csrf = await stranger.ask('GET', '/api/auth/csrf')
  const { csrfToken } = JSON.parse(csrf.text)
  const cookie = csrf.headers.getSetCookie().map((one) => one.split(';', 1)[0])
  const body = new URLSearchParams({ csrfToken, json: 'true', ...words }).toString()
  return stranger.ask('POST', signInPath, body, { ...headers, ...form, cookie: cookie.join('; ') })
}

function wrongSignIns(tools: Tools): Path[] {
  const { credentials: c, stranger } = tools
  const agent = { 'user-agent': `tool/1 (${c.tokenInAgent})` }
  const elsewhere = { callbackUrl: `https://evil.example/?token=${c.callbackToken}` }
  const person = { email: founder.email, password: c.wrongPassword }
  return [
    ['a wrong password', () => signIn(tools, person)],
    ['a password for nobody', () => signIn(tools, { email: 'nobody@battery.example', password: c.passwordOfNobody })],
    ['a password as the address', () => signIn(tools, { email: c.passwordTypedAsAddress, password: 'x' })],
    [
      'a sign-in that leads elsewhere',
      () => signIn(tools, { email: 'x@battery.example', password: 'x', ...elsewhere }),
    ],
    ['an agent with a token', () => signIn(tools, { email: 'y@battery.example', password: 'x' }, agent)],
    ['a sign-in as JSON', () => stranger.ask('POST', signInPath, { ...person, password: c.passwordInBody })],
    ['the page to sign in on', () => get(tools, {}, `/sign-in?error=x&token=${c.callbackToken}`)],
  ]
}

function brokenBodies({ credentials: c, founder: boss }: Tools): Path[] {
  const post = (body: unknown, headers: Headers = {}) => boss.ask('POST', '/api/leads', body, headers)
  const lead = { name: 'x', email: 'x@example.org' }
  return [
    ['half of a body', () => post(`{"name":"x","password":"${c.halfOfBody}`)],
    ['a field that there is not', () => post({ ...lead, secretWord: c.unknownField })],
    ['a body of wrong values', () => post({ name: 7, email: c.passwordInBody, notes: [c.passwordInBody] })],
    ['a form', () => post(`password=${c.bodyOfForm}`, form)],
    ['a body that is too large', () => post({ ...lead, notes: c.hugeBody.repeat(60_000) })],
    [
      'a page of another site',
      () =>
        post(
          { ...lead, notes: c.passwordInBody },
          { origin: 'https://evil.example', referer: `https://x/?token=${c.tokenInReferer}` },
        ),
    ],
  ]
}

function wrongAddresses(tools: Tools): Path[] {
  const { credentials: c, founder: boss, stranger } = tools
  const guess = `/api/alerts/inbound/${c.inboundGuess}`
  return [
    ['a query that there is not', () => boss.ask('GET', `/api/leads?apiToken=${c.queryUnknown}`)],
    ['an address that there is not', () => boss.ask('GET', `/api/nothing?token=${c.queryToken}`)],
    ['a page that there is not', () => boss.ask('GET', `/nothing?password=${c.queryOfPage}`)],
    ['a page of nothing', () => boss.ask('GET', `/dashboard/leads/none?q=${c.queryOfPage}`)],
    ['a page for nobody', () => get(tools, {}, `/dashboard/leads?search=${c.queryOfPage}`)],
    ['a key in the path', () => boss.ask('GET', `/api/leads/${c.keyInPath}`)],
    ['a key in the path, encoded twice', () => boss.ask('GET', `/api/leads/%2564bk%255F${c.keyInPath.slice(4)}`)],
    ['a guess at an inbound address', () => stranger.ask('POST', `${guess}?token=${c.queryToken}`, { alerts: [] })],
    ['a method that there is not', () => boss.ask('PUT', `/api/leads?token=${c.queryToken}`, { a: c.passwordInBody })],
  ]
}

function wrongCredentials(tools: Tools): Path[] {
  const { credentials: c, staff } = tools
  const basic = Buffer.from(`kim:${c.basicPassword}`).toString('base64')
  const cookie = { cookie: `next-auth.session-token=${c.brokenSession}; other=${c.otherCookie}` }
  const bearer = (key: string) => ({ authorization: `Bearer ${key}` })
  return [
    ['a key that there is not', () => get(tools, bearer(c.unknownKey))],
    ['a token of another system', () => get(tools, bearer(c.otherBearer))],
    ['a password of HTTP', () => get(tools, { authorization: `Basic ${basic}` })],
    ['a session that there is not', () => get(tools, cookie)],
    ['a page for such a session', () => get(tools, cookie, '/dashboard')],
    ['the root key where it may not', () => get(tools, bearer(c.rootApiKey), '/api/alert-channels')],
    ['what staff may not', () => staff.ask('GET', `/api/alert-channels?token=${c.queryToken}`)],
    ['a referer with a token', () => get(tools, { referer: `https://x.example/?token=${c.tokenInReferer}` })],
    [
      'a key as request id',
      () => get(tools, { 'x-request-id': c.keyAsRequestId, 'x-correlation-id': c.keyAsRequestId }),
    ],
  ]
}

function refusedWork({ credentials: c, founder: boss, leadId, invoiceId }: Tools): Path[] {
  const channel = {
    type: 'slack',
    name: 'x',
    config: { url: `ftp://x/${c.refusedChannelPath}`, more: c.refusedChannelPath },
  }
  const pay = (amountMinor: number, key?: string) =>
    boss.ask(
      'POST',
      `/api/invoices/${invoiceId}/pay-and-convert`,
      { amountMinor, method: 'CASH', reference: c.idempotencyBody },
      key ? { 'idempotency-key': key } : {},
    )
  return [
    ['a channel that is refused', () => boss.ask('POST', '/api/alert-channels', channel)],
    ['a payment without its key', () => pay(20_000)],
    ['a payment with another body', () => pay(20_001, `canary-${leadId}`)],
    ['a second conversion', () => pay(20_000, 'canary-once-more')],
  ]
}

function brokenDatabase({ credentials: c, people, founder: boss, query }: Tools): Path[] {
  const broken = async ([breaks, mends]: [string, string], run: () => Promise<Answer>) => {
    await query(breaks)
    try {
      return await run()
    } finally {
      await query(mends)
    }
  }
  const without = (table: string): [string, string] => [
    `ALTER TABLE "${table}" RENAME TO "${table}Away"`,
    `ALTER TABLE "${table}Away" RENAME TO "${table}"`,
  ]
  const check = 'ALTER TABLE "Lead" ADD CONSTRAINT "canary" CHECK ("notes" IS NULL) NOT VALID'
  const create =
    (notes: string, email = people.refused) =>
    () =>
      boss.ask('POST', '/api/leads', { name: 'Broken', email, notes })
  return [
    [
      'a route that crashes',
      () => broken(without('Lead'), () => boss.ask('GET', `/api/leads?search=${c.queryOfData}`)),
    ],
    ['a write that crashes', () => broken(without('Lead'), create(c.bodyOfDatabaseError))],
    [
      'a page that crashes',
      () => broken(without('Session'), () => boss.ask('GET', `/dashboard/leads?q=${c.queryOfPage}`)),
    ],
    [
      'a row that the database refuses and quotes',
      () => broken([check, 'ALTER TABLE "Lead" DROP CONSTRAINT "canary"'], create(c.bodyOfDatabaseError)),
    ],
    [
      'a trigger of somebody else’s that quotes the row',
      () =>
        broken([quotingTrigger, 'DROP FUNCTION canary_quotes() CASCADE'], create(c.tokenInQuotedRow, people.quoted)),
    ],
  ]
}

const quotingTrigger = `
  CREATE FUNCTION canary_quotes() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION 'refused for reasons: %', NEW USING DETAIL = NEW::text; END $$;
  CREATE TRIGGER canary BEFORE INSERT ON "Lead" FOR EACH ROW EXECUTE FUNCTION canary_quotes()`

/** The same while nobody can reach the database. */
export function pathsWhileAway({ founder: boss, stranger }: Cast, { credentials: c, people }: Planted): Path[] {
  const lead = { name: 'x', email: people.refused, notes: c.bodyWhileAway }
  const bearer = { authorization: `Bearer ${c.unknownKey}` }
  return [
    ['a query without a database', () => boss.ask('GET', `/api/leads?search=${c.queryWhileAway}`)],
    ['a write without a database', () => boss.ask('POST', '/api/leads', lead)],
    ['a page without a database', () => boss.ask('GET', `/dashboard/leads?search=${c.queryWhileAway}`)],
    ['a sign-in without a database', () => stranger.ask('POST', signInPath, `password=${c.wrongPassword}`, form)],
    ['readiness without a database', () => stranger.ask('GET', `/ready?token=${c.queryWhileAway}`)],
    ['a key without a database', () => stranger.ask('GET', '/api/leads', undefined, bearer)],
  ]
}
