import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { ensureBuild } from '../../bin/build'
import { env, setEnv } from '../../lib/env'
import type { OwnWorld } from '../own-world'
import { number, type Report } from '../report'
import { ServedApp } from '../served-app'
import { isAllowed } from './allowed'
import { errorPaths, pathsWhileAway } from './error-paths'
import { type Cast, logCarelessly, marker, type Planted, runBusiness, runChannels, runWatch, signInAll } from './flows'
import { environmentOf, mailsOf, messagesOf, type Outside, openOutside } from './outside'
import { answersTo, buildFolder, databasePlaces, filesOf, proof } from './places'
import { type Canary, type Place, Search } from './search'
import { makeBusiness, makeCredentials, makeMetadata, makePeople, makeTexts } from './secrets'

/** `builds`: the browser's code is made anew while the secrets are in the environment; `waits`: until a database that is away is told. */
export type CanaryForm = { builds: boolean; waits: boolean }

export const canaryForms = {
  short: { builds: false, waits: false },
  long: { builds: true, waits: true },
} satisfies Record<string, CanaryForm>

const limitMs = 120_000
const markedWhileAway = 'request-while-the-database-is-away'

/**
 * A whole Daybook whose every credential and field is a secret that stands nowhere else in the world, through its main flows and
 * some forty ways in which a request goes wrong; then every place that a secret could have got to is searched for each of them in
 * a dozen ways of writing. Where what people wrote is kept as they wrote it is listed in `allowed.ts`.
 */
export async function canary(world: OwnWorld, form: CanaryForm, mutant?: string): Promise<Report> {
  const planted: Planted = {
    credentials: makeCredentials(),
    texts: makeTexts(),
    metadata: makeMetadata(),
    business: makeBusiness(),
    people: makePeople(),
  }
  const outside = await openOutside(planted.credentials)
  try {
    await build(form, planted, outside)
    const app = await ServedApp.start(world, { mutant, env: environmentOf(planted.credentials, outside) })
    try {
      return await drive(world, form, { app, planted, outside })
    } finally {
      await app.end()
    }
  } finally {
    await outside.close()
  }
}

/** Sentry's token is for uploads, which would be tried here. */
async function build({ builds }: CanaryForm, { credentials }: Planted, outside: Outside): Promise<void> {
  setEnv({
    ...environmentOf(credentials, outside),
    SENTRY_AUTH_TOKEN: '',
    LOG_LEVEL: 'error',
    DAYBOOK_DIST_DIR: '.next-test',
  })
  if (builds) rmSync(join(buildFolder, 'daybook-source'), { force: true })
  await ensureBuild(AbortSignal.timeout(600_000))
}

type Stage = { app: ServedApp; planted: Planted; outside: Outside }

async function drive(world: OwnWorld, form: CanaryForm, stage: Stage): Promise<Report> {
  const { app, planted, outside } = stage
  const cast = await signInAll(app, planted)
  await runBusiness(cast, planted)
  await runWatch(cast, planted)
  await runChannels(cast, planted, outside)
  await logCarelessly(planted)
  const problems: string[] = []
  const refusals: Place[] = []
  const paths = errorPaths(world, cast, planted)
  for (const [what, run] of paths) refusals.push(await refusalOf(what, run, problems))
  problems.push(...(await untilTold(outside)))
  const spool = await whileAway(world, form, { ...stage, cast, refusals, problems })
  const answers = await allAnswers(cast)
  const exports = await exportsOf(cast)
  const ending = await app.end()
  if (ending.code !== 0 && ending.code !== 143) problems.push(`It ended with code ${ending.code}`)
  const search = new Search(canariesOf(planted, cast))
  const groups: [group: string, places: Place[], proof?: string][] = [
    [
      'log',
      [{ name: 'log', text: readFileSync(join(world.folder, 'apps.log'), 'utf8'), marker: 'SHUTDOWN_COMPLETE' }],
      '/api/leads',
    ],
    ['refusals', refusals, 'requestId'],
    ['Sentry', [{ name: 'Sentry', text: sentryWords(stage), marker: 'request_id' }], 'exception'],
    ['messages', [{ name: 'messages', text: messagesOf(outside), marker }]],
    ['mails', [{ name: 'mails', text: mailsOf(outside), marker }]],
    ['exports', exports],
    ['spool', spool, markedWhileAway],
    ['files', filesOf('files', world.folder, isOfDatabase), 'database system is ready'],
    ['answers', answers],
    ['database', await databasePlaces(world)],
    ['bundles', filesOf('bundles', join(buildFolder, 'static')), 'Activity'],
  ]
  for (const [group, places, word] of groups) {
    problems.push(...proof(group, places, word))
    for (const place of places) search.look(place, (name) => isAllowed(name, place.name))
  }
  return reportOf(search, problems, paths.length + 6)
}

/** Tables are searched as rows; the password of its owner stands beside it, and the log is searched apart. */
const isOfDatabase = (path: string) => /^(postgres\/|postgres\.json$|apps\.log$)/.test(path)

/** Bodies that arrived: the key that a receiver knows its sender by stands in the address and in one header of every request. */
const sentryWords = ({ outside: { sentry } }: Stage): string =>
  sentry.received
    .map(({ body, headers: { 'x-sentry-auth': _key, ...headers } }) => `${JSON.stringify(headers)}\n${body}`)
    .join('\n')
    .replaceAll(/"public_key":"\w+"/g, '')
    .replaceAll(/"dsn":"[^"]+"/g, '')

async function refusalOf(
  what: string,
  run: () => Promise<{ status: number; text: string } | undefined>,
  problems: string[],
): Promise<Place> {
  const answer = await run()
  if (!answer || (answer.status < 300 && !/page|readiness/.test(what)))
    problems.push(`${what}: it was answered ${answer?.status}, so nothing went wrong`)
  return { name: `refusals: ${what}`, text: answer?.text ?? '', marker: '' }
}

/** Until the alerts are with everybody who is to hear of them, and Sentry has what it is sent. */
async function untilTold(outside: Outside): Promise<string[]> {
  const isTold = () =>
    messagesOf(outside).includes(marker) &&
    mailsOf(outside).includes(marker) &&
    outside.sentry.items('event').length > 2
  for (const deadline = Date.now() + limitMs; !isTold(); await sleep(100))
    if (Date.now() > deadline) return ['Alerts, mails or errors did not arrive within two minutes']
  return []
}

type Away = Stage & { cast: Cast; refusals: Place[]; problems: string[] }

/** What is in the spool while the database is away. It is back, and the spool empty, when this resolves. */
async function whileAway(world: OwnWorld, form: CanaryForm, away: Away): Promise<Place[]> {
  const { cast, planted, refusals, problems, outside } = away
  process.kill(Number(readFileSync(join(world.dataFolder, 'postmaster.pid'), 'utf8').split('\n')[0]), 'SIGQUIT')
  for (const [what, run] of pathsWhileAway(cast, planted)) refusals.push(await refusalOf(what, run, problems))
  await logCarelessly(planted, markedWhileAway)
  const isTold = () => messagesOf(outside).includes('database-unreachable')
  for (const deadline = Date.now() + limitMs; form.waits && !isTold(); await sleep(200))
    if (Date.now() > deadline) {
      problems.push('Nobody was told that the database is away')
      break
    }
  const spool = filesOf('spool', env().AUDIT_SPOOL_DIR ?? '')
  await world.cluster.revive()
  for (const deadline = Date.now() + limitMs; !(await isWholeAgain(world)); await sleep(100))
    if (Date.now() > deadline) {
      problems.push('The spool was not empty two minutes after the return')
      break
    }
  return spool
}

async function isWholeAgain(world: OwnWorld): Promise<boolean> {
  try {
    const rows = await world.query(`SELECT 1 FROM "AuditLog" WHERE "description" LIKE '${markedWhileAway}%' LIMIT 1`)
    const [waiting] = await world.query<{ count: string }>('SELECT count(*) FROM "AuditUnsealed"')
    return rows.length > 0 && waiting?.count === '0'
  } catch {
    // It has only just come back.
    return false
  }
}

async function allAnswers({ founder, staff, stranger, leadId, invoiceId }: Cast): Promise<Place[]> {
  const ids = {
    '/api/leads': leadId,
    '/dashboard/leads': leadId,
    '/api/invoices': invoiceId,
    '/dashboard/invoices': invoiceId,
  }
  return [
    ...(await answersTo('a founder', founder, ids)),
    ...(await answersTo('staff', staff, ids)),
    ...(await answersTo('a stranger', stranger, ids)),
  ]
}

async function exportsOf({ founder }: Cast): Promise<Place[]> {
  const read = async (format: string): Promise<Place> => {
    const { text } = await founder.ask('GET', `/api/audit-logs/export?format=${format}`)
    return { name: `exports: ${format}`, text, marker }
  }
  const trail = [await read('csv'), await read('ndjson')]
  const { text } = await founder.ask('GET', '/api/slos/export')
  return [...trail, { name: 'exports: service levels', text, marker: '' }]
}

function canariesOf({ credentials, texts, metadata, business, people }: Planted, { given }: Cast): Canary[] {
  const group = (kind: string, values: Record<string, string>) =>
    Object.entries(values).map(([name, value]) => ({ name: `${kind} ${name}`, value }))
  const { DATABASE_URL, DATABASE_OWNER_URL } = env()
  const passwords = { app: passwordIn(DATABASE_URL), owner: passwordIn(DATABASE_OWNER_URL) }
  return [
    ...group('credential', credentials),
    ...group('database password', passwords),
    ...group('given', given),
    ...group('text', texts),
    ...group('metadata', metadata),
    ...group('business', business),
    ...group('person', people),
  ]
}

const passwordIn = (url = '') => new URL(url).password

function reportOf(search: Search, problems: string[], errors: number): Report {
  const hits = Map.groupBy(search.hits, ({ canary: name, place }) => `${name} in ${place.split(':', 1)[0]}`)
  return {
    figures: [
      ['error paths', number(errors)],
      ['looked for', `${number(search.forms)} forms of secrets`],
      [
        'looked at',
        [...search.bytes].map(([group, bytes]) => `${group} ${number(Math.ceil(bytes / 1_024))} kB`).join(', '),
      ],
      ['hits', number(search.hits.length)],
    ],
    problems: [
      ...problems,
      ...search.problems,
      ...[...hits].slice(0, 100).map(([what, found]) => {
        const [first] = found
        return `${what} (${found.length} times; ${first?.encoding}, in ${first?.place}, after …${first?.before.replaceAll('\n', ' ')})`
      }),
    ],
  }
}
