import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Ledger } from './ledger'
import type { Answer, Order, Reply, Request } from './orders'
import type { World } from './world'

const root = join(import.meta.dirname, '..')

/** What `daybook` itself takes at most to keep its events and to give up the lead. */
const stopLimitMs = 8_000

export type AppOptions = {
  /** Address of the database; default: the world's. */
  url?: string
  /** Orders under way at once. */
  callers?: number
  /** A named point at which it kills itself, and how often it passes that before (`preload/die-at.ts`). */
  dieAt?: string
  /** A guard that is taken away, to see that the battery notices (`preload/mutants.ts`). */
  mutant?: string | undefined
  poolMax?: number
  /** Whether it also looks at rules, delivers and runs jobs, as an app does; others only seal. */
  isWorking?: boolean
}

/** One process of Daybook under the driver's orders; what it says ends up in the ledger. */
export class App {
  readonly #child: ChildProcess
  readonly #ledger: Ledger
  readonly #callers: number
  readonly #under = new Set<number>()
  readonly #heard = new Map<number, (answer: Answer) => void>()
  readonly #startedMs = performance.now()
  readonly ended: Promise<{ code: number | null; signal: string | null }>
  /** What it did not catch. */
  readonly unhandled: string[] = []
  readyMs: number | undefined
  firstAnswerMs: number | undefined
  answered = 0
  #isFed = false
  #onSpooled: ((events: number) => void) | undefined
  #onLeads: ((leads: boolean) => void) | undefined

  constructor(world: World, ledger: Ledger, options: AppOptions = {}) {
    this.#ledger = ledger
    this.#callers = options.callers ?? 64
    const preload = [join(root, 'bin/resolve.ts'), ...preloadsOf(options)]
    const log = openSync(join(world.folder, 'apps.log'), 'a')
    this.#child = fork(join(import.meta.dirname, 'child.ts'), {
      cwd: root,
      execArgv: preload.flatMap((file) => ['--import', file]),
      env: { ...process.env, ...envOf(options), BATTERY_TAG: ledger.tag },
      stdio: ['ignore', log, log, 'ipc'],
    })
    closeSync(log)
    this.#child.on('message', (reply: Reply) => this.#hear(reply))
    // Written to while it dies.
    this.#child.on('error', () => {})
    this.ended = once(this.#child, 'exit').then(([code, signal]) => {
      for (const n of this.#under) this.#ledger.lose(n)
      this.#under.clear()
      return { code, signal }
    })
  }

  /** Keeps all its callers busy from now on, or no longer. */
  feed(isFed = true): void {
    this.#isFed = isFed
    if (isFed)
      this.#order(Array.from({ length: Math.max(0, this.#callers - this.#under.size) }, () => this.#ledger.next()))
  }

  /** Gives it so many orders and does not wait for them; none while very many are under way. */
  give(count: number): void {
    if (this.#under.size < 2_000) this.#order(Array.from({ length: count }, () => this.#ledger.next()))
  }

  /** Asks for one thing and answers what it came to; undefined when it died before. */
  async ask(order: Order): Promise<Answer | undefined> {
    return (await this.askAll([order]))[0]
  }

  /** The same for several, which reach it at once. */
  askAll(orders: Order[]): Promise<(Answer | undefined)[]> {
    const answers = orders.map(({ n }) => new Promise<Answer>((resolve) => this.#heard.set(n, resolve)))
    this.#order(orders)
    return Promise.all(answers.map((answer) => Promise.race([answer, this.ended.then(() => undefined)])))
  }

  /** Events that wait on its disk. */
  async spooled(): Promise<number> {
    const answer = new Promise<number>((resolve) => {
      this.#onSpooled = resolve
    })
    this.#send({ ask: 'spooled' })
    return Promise.race([answer, this.ended.then(() => 0)])
  }

  /** Whether it takes itself for the leader of the alert rules; a frozen or dead one does not answer in time. */
  async leads(limitMs = 2_000): Promise<boolean | undefined> {
    const answer = new Promise<boolean>((resolve) => {
      this.#onLeads = resolve
    })
    this.#send({ ask: 'leads' })
    return Promise.race([answer, sleep(limitMs, undefined, { ref: false })])
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL')
    await this.ended
  }

  /** Stops it in the middle of whatever it does, until `thaw`: as a machine does that swaps or is moved. */
  freeze(): void {
    this.#child.kill('SIGSTOP')
  }

  thaw(): void {
    this.#child.kill('SIGCONT')
  }

  /** Ends as SIGTERM ends Daybook: events kept, lead given up. */
  async stop(): Promise<void> {
    this.feed(false)
    this.#send({ ask: 'stop' })
    await Promise.race([this.ended, sleep(stopLimitMs, undefined, { ref: false })])
    this.#child.kill('SIGKILL')
  }

  #order(orders: Order[]): void {
    if (orders.length === 0) return
    for (const { n } of orders) this.#under.add(n)
    this.#send({ orders })
  }

  #send(request: Request): void {
    if (this.#child.connected) this.#child.send(request, () => {})
  }

  #hear(reply: Reply): void {
    if ('ready' in reply) this.readyMs = performance.now() - this.#startedMs
    else if ('spooled' in reply) this.#onSpooled?.(reply.spooled)
    else if ('leads' in reply) this.#onLeads?.(reply.leads)
    else if ('unhandled' in reply) this.unhandled.push(reply.unhandled)
    else {
      this.firstAnswerMs ??= performance.now() - this.#startedMs
      this.answered += reply.answers.length
      for (const answer of reply.answers) this.#settle(answer)
      if (this.#isFed) this.feed()
    }
  }

  #settle(answer: Answer): void {
    this.#under.delete(answer.n)
    this.#ledger.settle(answer)
    this.#heard.get(answer.n)?.(answer)
    this.#heard.delete(answer.n)
  }
}

function preloadsOf({ dieAt, mutant }: AppOptions): string[] {
  return [...(mutant ? ['mutants'] : []), ...(dieAt ? ['die-at'] : [])].map((name) =>
    join(import.meta.dirname, `preload/${name}.ts`),
  )
}

function envOf({ url, dieAt, mutant, poolMax = 5, isWorking = false }: AppOptions): Record<string, string> {
  return {
    LOG_LEVEL: 'error',
    WORKER: isWorking ? 'on' : 'off',
    // Apps of a battery start very often.
    NODE_COMPILE_CACHE: join(root, '.daybook-test/compile-cache'),
    DATABASE_POOL_MAX: String(poolMax),
    ...(url && { DATABASE_URL: url }),
    ...(dieAt && { BATTERY_DIE_AT: dieAt }),
    ...(mutant && { BATTERY_MUTANT: mutant }),
  }
}
