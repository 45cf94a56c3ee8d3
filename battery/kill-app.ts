import { setTimeout as sleep } from 'node:timers/promises'
import { env } from '../lib/env'
import { openTcpProxy, type TcpProxy } from '../lib/testing/tcp-proxy'
import { App, type AppOptions } from './app'
import { checkTrail } from './check-trail'
import { Ledger } from './ledger'
import { ledgerFigures, number, type Report, spread } from './report'
import { ageCheckpoints, expireLease, type World } from './world'

/** What an app needs in order to reach a point. */
type Circumstance = 'load' | 'away' | 'replay' | 'heir' | 'leader'

/** The named points of `preload/die-at.ts`. */
const circumstances = {
  'insert-sent': 'load',
  committed: 'load',
  'spool-torn': 'away',
  'spool-written': 'away',
  'spool-synced': 'away',
  adopted: 'heir',
  'replay-midway': 'replay',
  replayed: 'replay',
  'seal-midway': 'leader',
  sealed: 'leader',
  signed: 'leader',
  'checkpoint-torn': 'leader',
} satisfies Record<string, Circumstance>
type Point = keyof typeof circumstances

export type KillAppForm = {
  /** Kills at random moments, two apps at a time, and how long an app lives at most after its first answer. */
  randomKills: number
  lifeMs: number
  /** Each once, in this order. */
  points: readonly Point[]
  /** Orders under way at once, in each app. */
  callers: number
  /** Goes on killing until so many are acknowledged. */
  acknowledged?: number
  /** Until the first answer after a start; more on a machine that runs tests beside. */
  readyLimitMs: number
}

const allPoints = Object.keys(circumstances) as Point[]
const rounds = 4

export const killAppForms = {
  short: {
    randomKills: 2,
    lifeMs: 300,
    points: ['committed', 'spool-torn', 'adopted', 'replay-midway', 'replayed', 'sealed', 'signed'],
    callers: 16,
    readyLimitMs: 15_000,
  },
  long: {
    randomKills: 80,
    lifeMs: 4_000,
    points: Array.from({ length: rounds }, () => allPoints).flat(),
    callers: 64,
    acknowledged: 500_000,
    readyLimitMs: 5_000,
  },
} satisfies Record<string, KillAppForm>

const reachLimitMs = 20_000
/** More than one batch of a replay. */
const spooledBeforeReplay = 1_200

/** Kills apps at random moments and at named points while they log, spool, replay and seal; then compares. */
export async function killApp(world: World, form: KillAppForm, mutant?: string): Promise<Report> {
  const proxy = await openTcpProxy(env().DATABASE_URL ?? '')
  const battle = new Battle(world, proxy, { url: proxy.url, callers: form.callers, mutant })
  try {
    await battle.atRandom(form)
    for (const point of form.points) await battle.at(point)
    await battle.inherit()
  } finally {
    await battle.end()
  }
  return battle.report(form)
}

class Battle {
  readonly #world: World
  readonly #proxy: TcpProxy
  readonly #common: AppOptions
  readonly #ledger = new Ledger()
  readonly #apps: App[] = []
  readonly #problems: string[] = []
  #kills = 0
  #named = 0
  readonly #reached = new Set<Point>()

  constructor(world: World, proxy: TcpProxy, common: AppOptions) {
    this.#world = world
    this.#proxy = proxy
    this.#common = common
  }

  #start(options: AppOptions = {}): App {
    const app = new App(this.#world, this.#ledger, { ...this.#common, ...options })
    this.#apps.push(app)
    app.feed()
    return app
  }

  /** Two apps at a time, while the database comes and goes. */
  async atRandom({ randomKills, lifeMs, acknowledged = 0 }: KillAppForm): Promise<void> {
    const over = new AbortController()
    const weather = this.#weather(over.signal)
    const { kept } = this.#ledger
    const isDone = () => this.#kills >= randomKills && kept.database + kept.spool >= acknowledged
    const lane = async () => {
      while (!isDone()) await this.#killAtRandom(lifeMs)
    }
    await Promise.all([lane(), lane()])
    over.abort()
    await weather
  }

  async #weather(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await sleep(500 + Math.random() * 2_500)
      if (Math.random() < 0.7) await this.#proxy.cut()
      else this.#proxy.freeze()
      await sleep(200 + Math.random() * 800)
      await this.#proxy.restore()
    }
  }

  async #killAtRandom(lifeMs: number): Promise<void> {
    const app = this.#start()
    const deadline = Date.now() + reachLimitMs
    while (app.firstAnswerMs === undefined && Date.now() < deadline) await sleep(10)
    await sleep(Math.random() * lifeMs)
    await this.#expectKilled(app, 'at random', app.kill())
  }

  /** One app that dies at the point. */
  async at(point: Point): Promise<void> {
    const circumstance: Circumstance = circumstances[point]
    if (circumstance === 'leader') await expireLease(this.#world)
    if (point === 'signed' || point === 'checkpoint-torn') await ageCheckpoints(this.#world)
    const isAway = circumstance === 'away' || circumstance === 'replay'
    if (isAway) await this.#proxy.cut()
    const passes = circumstance === 'load' || circumstance === 'away' ? Math.floor(Math.random() * 8) : 0
    const app = this.#start({ dieAt: `${point}:${passes}` })
    const back = circumstance === 'replay' ? this.#comeBack(app) : Promise.resolve()
    await this.#expectKilled(app, point, Promise.race([app.ended, sleep(reachLimitMs, undefined, { ref: false })]))
    await back
    await this.#proxy.restore()
    this.#reached.add(point)
    this.#named += 1
  }

  async #comeBack(app: App): Promise<void> {
    const wanted = this.#ledger.kept.spool + spooledBeforeReplay
    const deadline = Date.now() + reachLimitMs
    while (this.#ledger.kept.spool < wanted && Date.now() < deadline) await sleep(50)
    app.feed(false)
    await this.#proxy.restore()
  }

  async #expectKilled(app: App, where: string, ending: Promise<unknown>): Promise<void> {
    await ending
    const end = await Promise.race([app.ended, sleep(1_000, 'alive', { ref: false })])
    if (end === 'alive') {
      this.#problems.push(`The point ${where} was not reached within ${reachLimitMs / 1_000} s`)
      await app.kill()
    } else if (typeof end === 'object' && end.signal !== 'SIGKILL')
      this.#problems.push(`An app ended by itself (${end.signal ?? end.code}) ${where}`)
    this.#kills += 1
  }

  /** One more app that lives: takes over what the dead left, is asked again what is unknown, and ends in peace. */
  async inherit(): Promise<void> {
    const heir = this.#start()
    const deadline = Date.now() + 60_000
    await sleep(300)
    const isDone = async () =>
      this.#ledger.toRepeat === 0 && heir.answered > 0 && (heir.feed(false), await heir.spooled()) === 0
    while (!(await isDone()) && Date.now() < deadline) {
      if (this.#ledger.toRepeat > 0) heir.feed()
      await sleep(50)
    }
    await heir.stop()
    const { code } = await heir.ended
    if (code !== 0) this.#problems.push(`The last app did not end in peace (${code})`)
  }

  async end(): Promise<void> {
    await Promise.all(this.#apps.map((app) => app.kill()))
    await this.#proxy.close()
  }

  async report({ readyLimitMs }: KillAppForm): Promise<Report> {
    const check = await checkTrail(this.#world, this.#ledger)
    const first = this.#apps.flatMap(({ firstAnswerMs }) => firstAnswerMs ?? [])
    const slow = first.filter((ms) => ms > readyLimitMs)
    const unhandled = this.#apps.flatMap((app) => app.unhandled)
    const problems = [...this.#problems, ...check.problems, ...unhandled.slice(0, 3).map((one) => `Not caught: ${one}`)]
    if (slow.length > 0)
      problems.push(`${slow.length} apps answered later than ${readyLimitMs / 1_000} s after their start`)
    if (this.#ledger.kept.spool === 0) problems.push('No event was spooled: the battery did not do what it is for')
    return {
      figures: [
        ['kills', `${number(this.#kills)}, ${this.#named} of them at ${this.#reached.size} named points`],
        ...ledgerFigures(this.#ledger, check),
        ['first answer', `${spread(first)} after the start of an app`],
      ],
      problems,
    }
  }
}
