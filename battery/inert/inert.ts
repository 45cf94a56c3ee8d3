import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { setEnv } from '../../lib/env'
import { openReceiver, type Receiver } from '../../lib/testing/receivers/receiver'
import { type MailReceiver, openSmtp } from '../../lib/testing/receivers/smtp'
import { Caller } from '../caller'
import type { OwnWorld } from '../own-world'
import { number, type Report } from '../report'
import { ServedApp } from '../served-app'
import { type Filled, fill } from './fill'
import { Watcher } from './look'
import { judgeCsv, judgeLines, judgeMail, judgeMessages } from './outputs'
import { makePayloads, type Payload, Supply } from './payloads'

export type InertForm = { rounds: number; rows: number; pagesAtOnce: number }

/** `rows`: things of each kind. In every round each field has other payloads than before, and the pages are looked at again. */
export const inertForms = {
  short: { rounds: 1, rows: 12, pagesAtOnce: 3 },
  long: { rounds: 4, rows: 24, pagesAtOnce: 3 },
} satisfies Record<string, InertForm>

const limitMs = 120_000

/**
 * Payloads for browsers, spreadsheets, terminals, mail programs and chats in every field that is shown: on the real pages nothing
 * is executed and nothing asked for, no cell of an export is a formula, one record of the log is one line, and messages say what
 * was written without becoming markup.
 */
export async function inert(world: OwnWorld, form: InertForm, mutant?: string): Promise<Report> {
  const [trap, web, mail] = [await openReceiver(), await openReceiver(), await openSmtp()]
  const payloads = makePayloads(`127.0.0.1:${trap.port}`)
  try {
    setEnv({
      SMTP_URL: mail.url,
      EMAIL_FROM: 'Daybook <daybook@example.org>',
      ALERT_EMAIL_TO: 'ops@example.org',
      SLACK_WEBHOOK_URL: `${web.url}/services/T0INERT/B0INERT/inert`,
      DISCORD_WEBHOOK_URL: `${web.url}/api/webhooks/1100220033/inert`,
      ALERT_ALLOW_PRIVATE_ADDRESSES: 'true',
    })
    const env = { RATE_LIMIT_MAX_REQUESTS: '1000000', LOG_LEVEL: 'debug' }
    const app = await ServedApp.start(world, { mutant, env })
    const stage = { app, trap, web, mail, payloads }
    try {
      return await drive(world, form, stage)
    } finally {
      await app.end()
    }
  } finally {
    await Promise.all([trap, web, mail].map(({ close }) => close()))
  }
}

type Stage = { app: ServedApp; trap: Receiver; web: Receiver; mail: MailReceiver; payloads: Payload[] }
/** Where payloads were seen, and what was wrong. */
type Found = { problems: string[]; places: [place: string, marks: Set<string>][] }

async function drive(world: OwnWorld, form: InertForm, stage: Stage): Promise<Report> {
  const { app, trap, web, mail, payloads } = stage
  const cookie = await app.signIn()
  const supply = new Supply(payloads)
  const boss = new Caller(app.address, { cookie })
  const found: Found = { problems: [], places: [] }
  const requestIds: string[] = []
  const watcher = await Watcher.open(app.address, cookie)
  try {
    for (let round = 0; round < form.rounds; round += 1) {
      const filled = await fill(boss, supply, form.rows)
      requestIds.push(...filled.requestIds)
      await untilTold(stage, found)
      found.places.push(['pages', await lookAt(watcher, form, filled, await alertIds(boss))])
    }
    await readMails(watcher, mail, found)
  } finally {
    await watcher.close()
  }
  found.problems.push(...[...new Set(watcher.problems)].slice(0, 15))
  if (watcher.turning === 0) found.problems.push('No text that turns round was seen, so nothing was proven')
  await judgeFiles(boss, found)
  await app.end()
  judgeLog(world, app, requestIds, found)
  const messages = judgeMessages(web.received)
  found.problems.push(...messages.problems)
  found.places.push(['messages', messages.marks])
  if (trap.connections() > 0) found.problems.push(`${trap.connections()} connections reached the trap`)
  return reportOf(payloads, supply, found)
}

/** Until the alerts that were planted have come everywhere. */
async function untilTold({ web, mail }: Stage, { problems }: Found): Promise<void> {
  const has = (start: string) => web.received.some(({ path, body }) => path.startsWith(start) && /pl\d{3}/.test(body))
  const isTold = () => has('/services/') && has('/api/webhooks/') && mail.mails.length > 1
  for (const deadline = Date.now() + limitMs; !isTold(); await sleep(100))
    if (Date.now() > deadline) {
      problems.push('Alerts did not reach Slack, Discord and mail within two minutes')
      return
    }
}

async function alertIds(boss: Caller): Promise<string[]> {
  const { items } = await boss.must<{ items: { id: string; rule: string }[] }>('GET', '/api/alerts?limit=50')
  // One of other systems and one of the trail.
  const byRule = new Map(items.map(({ rule, id }) => [rule, id]))
  return ['inbound', 'critical-event'].flatMap((rule) => byRule.get(rule) ?? [])
}

async function lookAt(watcher: Watcher, form: InertForm, { ids }: Filled, alerts: string[]): Promise<Set<string>> {
  const attack = encodeURIComponent('"><img src=x onerror=__fire(1)> pl001')
  const shown = [
    '/dashboard',
    '/dashboard/activity',
    `/dashboard/activity/${ids.event}`,
    `/dashboard/activity?search=pl0`,
    '/dashboard/alerts',
    '/dashboard/alerts/silences',
    '/dashboard/alerts/channels',
    '/dashboard/incidents',
    `/dashboard/incidents/${ids.incident}`,
    '/dashboard/leads',
    `/dashboard/leads/${ids.lead}`,
    `/dashboard/leads/${ids.lead}/invoice`,
    `/dashboard/invoices/${ids.invoice}`,
    '/dashboard/invoices',
    '/dashboard/payments',
    '/dashboard/students',
    `/dashboard/students/${ids.student}`,
    '/dashboard/settings',
    '/dashboard/health/service-levels',
    ...alerts.map((id) => `/dashboard/alerts/${id}`),
  ]
  const others = [
    // The newest may all be of one rule, whose title is its own.
    '/dashboard/alerts/deliveries',
    '/dashboard/health',
    '/dashboard/digest',
    '/dashboard/evidence',
    `/dashboard/leads?search=${attack}`,
    `/dashboard/activity?search=${attack}`,
    `/sign-in?callbackUrl=javascript:__fire(1)&error=${attack}`,
    `/${attack}`,
    `/dashboard/leads/${attack}`,
  ]
  const waiting = [
    ...shown.map((path) => ({ path, isToShow: true })),
    ...others.map((path) => ({ path, isToShow: false })),
  ]
  const marks = new Set<string>()
  const work = async () => {
    const tab = await watcher.tab()
    for (let next = waiting.pop(); next; next = waiting.pop())
      for (const mark of await watcher.look(tab, next.path, next.isToShow)) marks.add(mark)
    // Live pages keep a connection, and a browser has six for one server.
    await tab.page.close()
  }
  await Promise.all(Array.from({ length: form.pagesAtOnce }, work))
  return marks
}

/** All mails one after the other in one document: no policy guards them. */
async function readMails(watcher: Watcher, { mails }: MailReceiver, { problems, places }: Found): Promise<void> {
  const judged = mails.map(({ source, to }) => judgeMail(source, to))
  for (const one of judged) {
    problems.push(...one.problems)
    places.push(['mails', one.marks])
  }
  await watcher.read(await watcher.tab(), judged.map(({ html }) => html).join('<hr>'), 'a mail')
}

async function judgeFiles(boss: Caller, { problems, places }: Found): Promise<void> {
  for (const path of ['/api/audit-logs/export?format=csv', '/api/slos/export']) {
    const judged = judgeCsv(path, (await boss.ask('GET', path)).text)
    problems.push(...judged.problems)
    places.push(['CSV', judged.marks])
  }
  const lines = judgeLines('the NDJSON export', (await boss.ask('GET', '/api/audit-logs/export?format=ndjson')).text)
  problems.push(...lines.problems.filter((problem) => !problem.includes('written raw')))
  places.push(['NDJSON', lines.marks])
}

function judgeLog(world: OwnWorld, app: ServedApp, requestIds: readonly string[], { problems, places }: Found): void {
  const { problems: bad, marks } = judgeLines('the log', readFileSync(join(world.folder, 'apps.log'), 'utf8'))
  problems.push(...bad)
  places.push(['log', marks])
  for (const id of requestIds) {
    const lines = app.log.filter(({ type, requestId }) => type === 'request' && requestId === id).length
    if (lines !== 1) problems.push(`The log has ${lines} records of one request`)
  }
}

/** Every place has to have shown payloads, or it proves nothing. */
function reportOf(payloads: readonly Payload[], supply: Supply, { problems, places }: Found): Report {
  const seen = new Map<string, Set<string>>()
  for (const [place, marks] of places) seen.set(place, new Set([...(seen.get(place) ?? []), ...marks]))
  const empty = [...seen]
    .filter(([, marks]) => marks.size === 0)
    .map(([place]) => `${place}: no payload came there, so nothing was proven`)
  const unseen = payloads.filter(({ mark }) => !seen.get('pages')?.has(mark))
  return {
    figures: [
      ['payloads', `${payloads.length}, ${supply.used.size} of them put into fields`],
      ['seen', [...seen].map(([place, marks]) => `${number(marks.size)} in ${place}`).join(', ')],
    ],
    problems: [
      ...problems.slice(0, 40),
      ...empty,
      ...(payloads.length < 200 ? ['There are fewer than 200 payloads'] : []),
      ...(unseen.length > 0
        ? [
            `${unseen.length} payloads were on no page: ${unseen
              .map(({ mark }) => mark)
              .join(' ')
              .slice(0, 200)}`,
          ]
        : []),
    ],
  }
}
