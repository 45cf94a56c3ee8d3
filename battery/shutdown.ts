import { Agent, type IncomingMessage, request } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { uuidv7 } from '../lib/ids'
import { number, type Report, spread } from './report'
import { type Ending, ServedApp } from './served-app'
import type { World } from './world'

export type ShutdownForm = { rounds: number; clients: number; busyMs: number }

export const shutdownForms = {
  short: { rounds: 1, clients: 24, busyMs: 1_500 },
  long: { rounds: 20, clients: 64, busyMs: 4_000 },
} satisfies Record<string, ShutdownForm>

const exitLimitMs = 15_000
const phases = [
  'SHUTDOWN_SIGNAL',
  'SHUTDOWN_READY_OFF',
  'SHUTDOWN_HTTP_DRAINED',
  'SHUTDOWN_JOBS_DRAINED',
  'SHUTDOWN_AUDIT_FLUSHED',
  'SHUTDOWN_DB_CLOSED',
  'SHUTDOWN_COMPLETE',
]

/** What a client asked for. `unanswered`: the connection ended before the whole answer was there. */
type Asked = {
  requestId: string
  outcome: 'answered' | 'unanswered'
  /** Over a connection on which it had been answered before, and not asked to close. */
  isOnKept: boolean
  status?: number
  leadId?: string
}

/**
 * SIGTERM while clients that never rest write and read over connections they keep: every request that reached Daybook gets its
 * whole answer, no connection is closed that was not announced to be, what was answered is there, and the process ends in time and in order.
 */
export async function shutdown(world: World, form: ShutdownForm, mutant?: string): Promise<Report> {
  const problems: string[] = []
  const endings: Ending[] = []
  let answered = 0
  let refused = 0
  for (let round = 0; round < form.rounds; round += 1) {
    const app = await ServedApp.start(world, { mutant, env: { RATE_LIMIT_ENABLED: 'false' } })
    const clients = new Clients(app, await app.signIn(), form.clients)
    await sleep(form.busyMs * (0.5 + Math.random()))
    const ending = await app.end()
    const asked = await clients.stop()
    endings.push(ending)
    answered += asked.filter(({ outcome }) => outcome === 'answered').length
    refused += clients.refused
    problems.push(...judgeEnding(ending), ...judgeLog(app), ...(await judgeRequests(world, app, asked)))
  }
  return {
    figures: [
      ['rounds', `${form.rounds}, ${form.clients} clients that keep their connections`],
      ['answered', `${number(answered)} requests`],
      ['refused', `${number(refused)} connections after the end of listening`],
      ['ended', spread(endings.map(({ tookMs }) => tookMs))],
    ],
    problems,
  }
}

/** Clients that send the next request when they have the answer to the last, until nobody listens any more. */
class Clients {
  refused = 0
  readonly #asked: Asked[] = []
  readonly #address: string
  readonly #cookie: string
  readonly #agent: Agent
  readonly #running: Promise<void[]>
  #isOver = false

  constructor(app: ServedApp, cookie: string, count: number) {
    this.#address = app.address
    this.#cookie = cookie
    this.#agent = new Agent({ keepAlive: true, maxSockets: count })
    this.#running = Promise.all(Array.from({ length: count }, (_, client) => this.#run(client % 3 === 0)))
  }

  async stop(): Promise<Asked[]> {
    this.#isOver = true
    await this.#running
    this.#agent.destroy()
    return this.#asked
  }

  async #run(isWriter: boolean): Promise<void> {
    while (!this.#isOver) {
      const asked: Asked = { requestId: uuidv7(), outcome: 'unanswered', isOnKept: false }
      const isConnected = await this.#ask(asked, isWriter)
      if (isConnected) this.#asked.push(asked)
      else {
        this.refused += 1
        await sleep(50)
      }
    }
  }

  /** False when there was no connection to send anything over. */
  #ask(asked: Asked, isWriter: boolean): Promise<boolean> {
    const body = JSON.stringify({ name: 'Battery', email: `${asked.requestId}@battery.example` })
    return new Promise((resolve) => {
      let isConnected = false
      const sent = request(`${this.#address}/api/leads`, {
        method: isWriter ? 'POST' : 'GET',
        agent: this.#agent,
        headers: {
          cookie: this.#cookie,
          'x-request-id': asked.requestId,
          ...(isWriter && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
        },
      })
      sent.on('socket', (socket) => {
        isConnected = !socket.connecting
        if (socket.connecting) socket.once('connect', connected)
      })
      const connected = () => {
        isConnected = true
      }
      sent.on('error', () => {
        asked.isOnKept = sent.reusedSocket
        resolve(isConnected)
      })
      sent.on('response', (response) => {
        void readAnswer(response, asked).then(() => resolve(true))
      })
      sent.end(isWriter ? body : undefined)
    })
  }
}

/** Notes the answer, if all of it came. */
async function readAnswer(response: IncomingMessage, asked: Asked): Promise<void> {
  try {
    let text = ''
    for await (const chunk of response) text += String(chunk)
    const { id } = JSON.parse(text) as { id?: string }
    Object.assign(asked, { outcome: 'answered', status: response.statusCode, ...(id ? { leadId: id } : {}) })
  } catch {
    // Cut off in the middle: it stays unanswered.
  }
}

function judgeEnding({ code, signal, tookMs }: Ending): string[] {
  return [
    ...(tookMs > exitLimitMs ? [`It took ${Math.round(tookMs)} ms to end`] : []),
    ...(code === 0 || code === 143 ? [] : [`It ended with code ${code} and signal ${signal}`]),
  ]
}

function judgeLog({ log }: ServedApp): string[] {
  const from = log.findIndex(({ message }) => message === 'SHUTDOWN_SIGNAL')
  const said = log.slice(Math.max(0, from))
  const order = said.flatMap(({ message = '' }) => (phases.includes(message) ? [message] : []))
  const failures = said.filter(({ level }) => level === 'error').map(({ message }) => message)
  return [
    ...(order.join() === phases.join() ? [] : [`Its phases were: ${order.join(', ') || 'none'}`]),
    ...(log.at(-1)?.message === 'SHUTDOWN_COMPLETE' ? [] : ['The last line is not that it is complete']),
    ...[...new Set(failures)].slice(0, 3).map((message) => `It failed on its way: ${message}`),
  ]
}

/** What reached Daybook is known from its own lines, of which every request has one. */
async function judgeRequests(world: World, { log }: ServedApp, asked: readonly Asked[]): Promise<string[]> {
  const reached = new Set(log.flatMap(({ type, requestId }) => (type === 'request' && requestId ? [requestId] : [])))
  const rows = await world.query<{ id: string; email: string }>(
    `SELECT l."id"::text, l."email" FROM "Lead" AS l WHERE l."email" LIKE '%@battery.example'
       AND EXISTS (SELECT 1 FROM "AuditLog" AS e WHERE e."action" = 'LEAD_CREATED' AND e."entityId" = l."id"::text)`,
  )
  const [ids, emails] = [new Set(rows.map(({ id }) => id)), new Set(rows.map(({ email }) => email))]
  const isThere = ({ requestId }: Asked) => reached.has(requestId) || emails.has(`${requestId}@battery.example`)
  const unanswered = asked.filter(({ outcome }) => outcome === 'unanswered')
  const cut = unanswered.filter(isThere)
  const surprised = unanswered.filter((one) => one.isOnKept && !isThere(one))
  const wrong = asked.filter(({ status }) => status !== undefined && status !== 200 && status !== 201)
  const lost = asked.filter(({ status, leadId }) => status === 201 && !ids.has(leadId ?? ''))
  return [
    ...(cut.length > 0 ? [`${cut.length} requests reached it and had no whole answer`] : []),
    ...(surprised.length > 0
      ? [`${surprised.length} requests came to a kept connection that was closed unannounced`]
      : []),
    ...(wrong.length > 0
      ? [`${wrong.length} were answered ${[...new Set(wrong.map(({ status }) => status))].join(', ')}`]
      : []),
    ...(lost.length > 0 ? [`${lost.length} acknowledged leads are not there with their event`] : []),
    ...(asked.some(({ status }) => status === 201) ? [] : ['Nothing was written at all']),
  ]
}
