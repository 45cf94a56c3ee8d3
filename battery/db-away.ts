import { setTimeout as sleep } from 'node:timers/promises'
import { withClient } from '../lib/db/direct'
import { env } from '../lib/env'
import { openTcpProxy, type TcpProxy } from '../lib/testing/tcp-proxy'
import { App } from './app'
import { checkTrail } from './check-trail'
import { Ledger } from './ledger'
import type { Order } from './orders'
import { ledgerFigures, number, type Report, spread } from './report'
import { untilDrained, untilMore } from './until'
import type { World } from './world'

type Mode = 'refused' | 'hanging' | 'reset' | 'slow' | 'exhausted'

export type DbAwayForm = {
  /** How long it is away in each way, one after the other. */
  outagesMs: Partial<Record<Mode, number>>
  eventsPerSecond: number
  /** For a refusal, and for the acknowledgement of an event; more on a machine that runs tests beside. */
  answerLimitMs: number
}

export const dbAwayForms = {
  short: {
    outagesMs: { refused: 1_000, hanging: 2_500, reset: 1_000, slow: 1_500, exhausted: 1_500 },
    eventsPerSecond: 500,
    answerLimitMs: 4_500,
  },
  long: {
    outagesMs: { refused: 60_000, hanging: 60_000, reset: 60_000, slow: 60_000, exhausted: 60_000 },
    eventsPerSecond: 1_000,
    answerLimitMs: 3_000,
  },
} satisfies Record<string, DbAwayForm>

const readyAwayLimitMs = 5_000
const readyBackLimitMs = 10_000
const drainLimitMs = 30_000
const slowMs = 300
const paceMs = 20
const poolMax = 20
const idleConnections = 10
/** Nobody waits longer for an answer. */
const patienceMs = 6_000
/** Business writes that are in the middle of their transactions when it breaks, and how long they get there. */
const midwayWrites = 3
const midwayMs = 300

/** In these no byte comes through, so that nothing that is asked for meanwhile can have been done. */
const isDead = (mode: Mode): boolean => mode === 'refused' || mode === 'hanging'

/** Takes the database away in every way there is and looks at what callers are told; then compares. */
export async function dbAway(world: World, form: DbAwayForm, mutant?: string): Promise<Report> {
  const proxy = await openTcpProxy(env().DATABASE_URL ?? '')
  // Business writes are asked for one by one.
  const ledger = new Ledger((n) => (n % 10 === 0 ? 'log' : 'write'))
  const app = new App(world, ledger, { url: proxy.url, mutant, poolMax })
  const pace = setInterval(() => app.give((form.eventsPerSecond * paceMs) / 1_000), paceMs)
  const outages: Outage[] = []
  try {
    for (const [mode, awayMs] of Object.entries(form.outagesMs) as [Mode, number][]) {
      await untilMore(ledger, 'database')
      const outage = new Outage(mode, app, proxy, ledger)
      outages.push(outage)
      await outage.run(awayMs)
    }
    clearInterval(pace)
    await untilDrained([app])
    // Without its guards it would take long.
    if (mutant === undefined) await app.stop()
  } finally {
    clearInterval(pace)
    await app.kill()
    await proxy.close()
  }
  const { code, signal } = await app.ended
  const ends = code === 0 ? [] : [`The app ended by itself (${signal ?? code})`]
  const check = await checkTrail(world, ledger)
  return {
    figures: [...outages.map((outage) => outage.figure()), ...ledgerFigures(ledger, check)],
    problems: [
      ...outages.flatMap((outage) => outage.problems(form.answerLimitMs)),
      ...ends,
      ...app.unhandled.slice(0, 3).map((one) => `Not caught: ${one}`),
      ...check.problems,
    ],
  }
}

/** What somebody who waits for an answer gets. */
type Question = { kind: 'write' | 'read'; tookMs: number; refused: string | undefined }

/** One way of being away, from the break to the last replayed event. */
class Outage {
  readonly #mode: Mode
  readonly #app: App
  readonly #proxy: TcpProxy
  readonly #ledger: Ledger
  readonly #asked: Question[] = []
  #unanswered = 0
  #readyAwayMs: number | undefined
  #readyBackMs = 0
  #drainMs = 0
  #from = 0
  #to = 0
  #number = -1

  constructor(mode: Mode, app: App, proxy: TcpProxy, ledger: Ledger) {
    this.#mode = mode
    this.#app = app
    this.#proxy = proxy
    this.#ledger = ledger
  }

  async run(awayMs: number): Promise<void> {
    // As after some load: several open connections, most of them idle.
    await Promise.all(Array.from({ length: idleConnections }, () => this.#app.ask(this.#ledger.next('lead'))))
    this.#from = this.#ledger.entries.length
    const over = new AbortController()
    const { broken } = await this.#breakMidway(over.signal, awayMs)
    const brokenMs = performance.now()
    const looking = Promise.all([broken, this.#look(over.signal, brokenMs), this.#wait(over.signal, brokenMs + awayMs)])
    await sleep(awayMs)
    over.abort()
    await looking
    await this.#proxy.restore()
    this.#to = this.#ledger.entries.length
    const backMs = performance.now()
    while (!(await this.#isReady()) && performance.now() - backMs < 20_000) await sleep(50)
    this.#readyBackMs = performance.now() - backMs
    await untilDrained([this.#app])
    this.#drainMs = performance.now() - backMs
  }

  /** Breaks while some business writes are in the middle of their transactions, held up by a lock. */
  #breakMidway(signal: AbortSignal, awayMs: number): Promise<{ broken: Promise<unknown> }> {
    return withClient(env().DATABASE_OWNER_URL ?? '', async (holder) => {
      await holder.query('BEGIN; LOCK TABLE "Lead" IN SHARE MODE')
      const writes = Array.from({ length: midwayWrites }, () => this.#write(0))
      await sleep(midwayMs)
      const breaking = this.#break(signal, awayMs)
      await sleep(midwayMs)
      return { broken: Promise.all([...writes, breaking]) }
    })
  }

  async #break(signal: AbortSignal, awayMs: number): Promise<void> {
    if (this.#mode === 'refused') await this.#proxy.cut()
    if (this.#mode === 'hanging') this.#proxy.freeze()
    if (this.#mode === 'slow') this.#proxy.delay(slowMs)
    while (this.#mode === 'reset' && !signal.aborted) {
      this.#proxy.reset()
      await sleep(100 + Math.random() * 400)
    }
    // Longer than the first callers wait for a connection.
    for (let leftMs = awayMs + 1_000; this.#mode === 'exhausted' && leftMs > 0; leftMs -= 10_000)
      await this.#app.ask({ n: this.#number--, kind: 'hold', ms: Math.min(leftMs, 10_000) })
  }

  /** What a monitor is told. */
  async #isReady(): Promise<boolean> {
    const answer = await this.#app.ask({ n: this.#number--, kind: 'ready' })
    return answer !== undefined && 'status' in answer && answer.status === 200
  }

  async #look(signal: AbortSignal, brokenMs: number): Promise<void> {
    while (!signal.aborted) {
      if (!(await this.#isReady())) this.#readyAwayMs ??= performance.now() - brokenMs
      await sleep(200)
    }
  }

  /** People who read and write, several at a time. */
  async #wait(signal: AbortSignal, untilMs: number): Promise<void> {
    const all: Promise<void>[] = []
    while (!signal.aborted) {
      all.push(this.#write(untilMs), this.#ask('read', { n: this.#number--, kind: 'read' }))
      await sleep(250)
    }
    await Promise.all(all)
  }

  /** What is refused before `untilMs` of a mode in which nothing comes through was surely not done. */
  async #write(untilMs: number): Promise<void> {
    const order = this.#ledger.next('lead')
    await this.#ask('write', order)
    if (isDead(this.#mode) && performance.now() < untilMs) this.#ledger.refuse(order.n)
  }

  async #ask(kind: Question['kind'], order: Order): Promise<void> {
    const answer = await Promise.race([this.#app.ask(order), sleep(patienceMs, undefined, { ref: false })])
    if (!answer) this.#unanswered += 1
    else this.#asked.push({ kind, tookMs: answer.tookMs, refused: 'refused' in answer ? answer.refused : undefined })
  }

  get #refused(): Question[] {
    return this.#asked.filter(({ refused }) => refused !== undefined)
  }

  #events() {
    return this.#ledger.entries.slice(this.#from, this.#to).filter(({ kind }) => kind !== 'lead')
  }

  figure(): [string, string] {
    const spooled = this.#events().filter(({ stored }) => stored === 'spool').length
    const ready = this.#readyAwayMs === undefined ? 'stays 200' : `503 after ${seconds(this.#readyAwayMs)}`
    const refused = this.#refused
    return [
      this.#mode,
      `${number(this.#events().length)} events, ${number(spooled)} spooled; ${number(this.#asked.length)} reads and business writes, ` +
        `${number(refused.length)} refused after ${spread(refused.map(({ tookMs }) => tookMs))}; ` +
        `/ready ${ready}, 200 again after ${seconds(this.#readyBackMs)}; spool empty after ${seconds(this.#drainMs)}`,
    ]
  }

  problems(answerLimitMs: number): string[] {
    const found: string[] = []
    const refused = this.#refused
    const late = refused.filter(({ tookMs }) => tookMs > answerLimitMs)
    if (late.length > 0)
      found.push(`${late.length} reads or business writes were refused later than ${seconds(answerLimitMs)}`)
    if (this.#unanswered > 0)
      found.push(`${this.#unanswered} reads or business writes were not answered within ${seconds(patienceMs)}`)
    const others = new Set(refused.map((one) => one.refused).filter((code) => code !== 'UNAVAILABLE'))
    if (others.size > 0) found.push(`They were refused with ${[...others].join(', ')}`)
    if (isDead(this.#mode) && this.#asked.some((one) => one.refused === undefined)) found.push('Some succeeded')
    const slow = this.#events().filter(({ tookMs = 0 }) => tookMs > answerLimitMs)
    if (slow.length > 0) found.push(`${slow.length} events were acknowledged later than ${seconds(answerLimitMs)}`)
    if (isDead(this.#mode) && !((this.#readyAwayMs ?? Number.POSITIVE_INFINITY) <= readyAwayLimitMs))
      found.push(`/ready did not answer 503 within ${seconds(readyAwayLimitMs)}`)
    if (this.#readyBackMs > readyBackLimitMs) found.push(`/ready was not back within ${seconds(readyBackLimitMs)}`)
    if (this.#drainMs > drainLimitMs) found.push(`The spool was not empty within ${seconds(drainLimitMs)}`)
    return found.map((sentence) => `${this.#mode}: ${sentence}`)
  }
}

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`
