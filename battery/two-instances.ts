import { setTimeout as sleep } from 'node:timers/promises'
import { createChannel } from '../lib/alerts/channels'
import { systemContext } from '../lib/context'
import { setEnv } from '../lib/env'
import { App, type AppOptions } from './app'
import { Ledger } from './ledger'
import { MessageReceiver } from './message-receiver'
import { number, type Report, spread } from './report'
import { expireLease, type World } from './world'

export type TwoInstancesForm = {
  /** CRITICAL events of one kind, through both apps at once: one message. */
  triggers: number
  /** How often one of the two is killed in the middle of telling, and how often the leader is frozen and thaws. */
  kills: number
  freezes: number
  /** Rounds of a death at each named point between the claim of a delivery and the note that it was sent. */
  deaths: number
  /** Slots of a schedule that come due: each is one run. */
  slots: number
  /** Waits until a lease runs out by itself instead of turning its clock. */
  isPatient: boolean
}

export const twoInstancesForms = {
  short: { triggers: 1_000, kills: 2, freezes: 1, deaths: 1, slots: 3, isPatient: false },
  long: { triggers: 1_000, kills: 30, freezes: 5, deaths: 10, slots: 100, isPatient: true },
} satisfies Record<string, TwoInstancesForm>

const takeoverLimitMs = 60_000
/** What comes a second time comes within this. */
const afterMs = 1_500
/** Any of Daybook's own that does little. */
const job = 'sessions.expire'

/** Of `preload/die-at.ts`: nobody was told yet, and somebody was told and it is not written down. */
const points = ['delivery-claimed', 'delivery-sent'] as const

/** Two apps on one database: who is told, and how often, while one of them dies or freezes. */
export async function twoInstances(world: World, form: TwoInstancesForm, mutant?: string): Promise<Report> {
  const receiver = new MessageReceiver()
  setEnv({ ALERT_ALLOW_PRIVATE_ADDRESSES: 'true' })
  const url = await receiver.open()
  const channel = { type: 'webhook', name: 'battery', config: { url }, minSeverity: 'critical' as const }
  await createChannel(systemContext('battery'), { ...channel, isEscalationOnly: false })
  const pair = new Pair(world, receiver, form, mutant)
  try {
    await pair.trigger()
    for (let kill = 0; kill < form.kills; kill += 1) await pair.kill(kill)
    for (let freeze = 0; freeze < form.freezes; freeze += 1) await pair.freeze(freeze)
    for (let death = 0; death < form.deaths; death += 1) for (const point of points) await pair.die(point, death)
    await pair.slots()
    return pair.report()
  } finally {
    await pair.end()
    receiver.close()
  }
}

class Pair {
  readonly #world: World
  readonly #receiver: MessageReceiver
  readonly #form: TwoInstancesForm
  readonly #mutant: string | undefined
  readonly #ledger = new Ledger()
  readonly #problems: string[] = []
  readonly #takeovers: number[] = []
  readonly #all: App[] = []
  #apps: App[] = []
  #order = 0
  #runs = 0

  constructor(world: World, receiver: MessageReceiver, form: TwoInstancesForm, mutant: string | undefined) {
    this.#world = world
    this.#receiver = receiver
    this.#form = form
    this.#mutant = mutant
    this.#apps = [this.#start(), this.#start()]
  }

  #start(options: AppOptions = {}): App {
    const common = { isWorking: true, mutant: this.#mutant, poolMax: 10 }
    const app = new App(this.#world, this.#ledger, { ...common, ...options })
    this.#all.push(app)
    return app
  }

  /** So many CRITICAL events about one entity, through these apps in turn. */
  #critical(about: string, count: number, apps: readonly App[]): Promise<unknown> {
    const orders = Array.from({ length: count }, () => ({ n: -(this.#order += 1), kind: 'critical' as const, about }))
    return Promise.all(apps.map((app, i) => app.askAll(orders.filter((_, n) => n % apps.length === i))))
  }

  #expectOnce(about: string, repeats = 0): void {
    const messages = this.#receiver.about(about)
    const ids = new Set(messages.map(({ id }) => id))
    if (ids.size !== 1) this.#problems.push(`${ids.size} messages instead of one tell of ${about}`)
    const unmarked = messages.filter(({ isMaybeRepeated }) => !isMaybeRepeated).length
    if (unmarked > 1) this.#problems.push(`A message of ${about} came ${unmarked} times and was not marked as a repeat`)
    if (messages.length > 1 + repeats) this.#problems.push(`${messages.length} messages tell of ${about}`)
  }

  async trigger(): Promise<void> {
    await this.#leader()
    await this.#critical('about-burst', this.#form.triggers, this.#apps)
    if ((await this.#receiver.until('about-burst', takeoverLimitMs)) === undefined)
      this.#problems.push(`${this.#form.triggers} events raised no message`)
    await sleep(afterMs)
    this.#expectOnce('about-burst')
  }

  /** Kills one while news is on its way; the other, or the next, tells it. */
  async kill(round: number): Promise<void> {
    const about = `about-kill-${round}`
    const victim = this.#apps[round % 2]
    const survivor = this.#apps[(round + 1) % 2]
    if (!victim || !survivor) return
    await this.#critical(about, 4, [survivor])
    await sleep(Math.random() * 300)
    await victim.kill()
    if (!this.#form.isPatient) await this.#hurry()
    this.#apps = round % 2 === 0 ? [this.#start(), survivor] : [survivor, this.#start()]
    const tookMs = await this.#receiver.until(about, takeoverLimitMs)
    if (tookMs === undefined) this.#problems.push(`What happened before kill ${round} was never told`)
    else this.#takeovers.push(tookMs)
    await sleep(afterMs)
    this.#expectOnce(about, 1)
  }

  /** One app alone dies at the point; the next one tells what was not told, and marks what may have been. */
  async die(point: (typeof points)[number], round: number): Promise<void> {
    const about = `about-${point}-${round}`
    await Promise.all(this.#apps.map((app) => app.stop()))
    const dying = this.#start({ dieAt: `${point}:0` })
    await Promise.race([this.#critical(about, 4, [dying]), dying.ended])
    const end = await Promise.race([dying.ended, sleep(takeoverLimitMs, undefined, { ref: false })])
    if (end?.signal !== 'SIGKILL') this.#problems.push(`The point ${point} was not reached`)
    if (!this.#form.isPatient) await this.#hurry()
    this.#apps = [this.#start(), this.#start()]
    const wanted = point === 'delivery-sent' ? 2 : 1
    for (
      const until = Date.now() + takeoverLimitMs;
      this.#receiver.about(about).length < wanted && Date.now() < until;
    )
      await sleep(50)
    await sleep(afterMs)
    const marks = this.#receiver.about(about).map(({ isMaybeRepeated }) => isMaybeRepeated)
    const right = point === 'delivery-sent' ? [false, true] : [true]
    if (JSON.stringify(marks) !== JSON.stringify(right))
      this.#problems.push(`A death at ${point} came to ${marks.length} messages, marked ${JSON.stringify(marks)}`)
    this.#expectOnce(about, wanted - 1)
  }

  /** As if the dead one's lease and claims had run out. */
  async #hurry(): Promise<void> {
    await expireLease(this.#world)
    await this.#world.attack(`UPDATE "Delivery" SET "claimedUntil" = now() WHERE "status" = 'SENDING'`)
  }

  /** Freezes the leader until another leads, and lets it go on. */
  async freeze(round: number): Promise<void> {
    const about = `about-freeze-${round}`
    const leader = await this.#leader()
    const other = this.#apps.find((app) => app !== leader)
    if (!leader || !other) return
    leader.freeze()
    await this.#critical(about, 4, [other])
    if (!this.#form.isPatient) await expireLease(this.#world)
    const tookMs = await this.#receiver.until(about, takeoverLimitMs)
    if (tookMs === undefined) this.#problems.push(`Nobody took over from a frozen leader (${round})`)
    else this.#takeovers.push(tookMs)
    leader.thaw()
    await this.#critical(about, 4, this.#apps)
    // Longer than a leader rests: it has tried to go on by then.
    await sleep(6_000)
    const leading = await Promise.all(this.#apps.map((app) => app.leads()))
    if (leading.filter(Boolean).length !== 1)
      this.#problems.push(`${leading.filter(Boolean).length} apps lead after a thaw`)
    this.#expectOnce(about, 1)
  }

  async #leader(): Promise<App | undefined> {
    for (const deadline = Date.now() + takeoverLimitMs; Date.now() < deadline; await sleep(100))
      for (const app of this.#apps) if (await app.leads()) return app
    this.#problems.push('Nobody leads')
    return undefined
  }

  /** Makes a job due again and again, as if its time had come: both look for it. */
  async slots(): Promise<void> {
    for (let slot = 1; slot <= this.#form.slots; slot += 1) {
      const dueAt = new Date(Date.now() - slot)
      const before = await this.#runsOf()
      await this.#world.attack(`UPDATE "Job" SET "nextDueAt" = $2 WHERE "name" = $1`, [job, dueAt])
      for (const deadline = Date.now() + takeoverLimitMs; (await this.#runsOf()) === before && Date.now() < deadline; )
        await sleep(50)
    }
    await sleep(afterMs)
    this.#runs = await this.#runsOf()
    if (this.#runs !== this.#form.slots)
      this.#problems.push(`${this.#form.slots} slots of a job came to ${this.#runs} runs`)
  }

  async #runsOf(): Promise<number> {
    const [row] = await this.#world.query<{ n: number }>(
      `SELECT count(*)::int AS n FROM "JobRun" WHERE "job" = $1 AND "status" = 'COMPLETED'`,
      [job],
    )
    return row?.n ?? 0
  }

  async end(): Promise<void> {
    await Promise.all(this.#all.map((app) => app.kill()))
  }

  report(): Report {
    const unhandled = this.#all.flatMap((app) => app.unhandled)
    const repeats = this.#receiver.received.filter(({ isMaybeRepeated }) => isMaybeRepeated).length
    return {
      figures: [
        ['events', `${number(this.#order)}, all CRITICAL`],
        ['messages', `${number(this.#receiver.received.length)}, ${repeats} marked as possible repeats`],
        [
          'killed',
          `${this.#form.kills} of two apps, the leader frozen ${this.#form.freezes} times, ${this.#form.deaths * points.length} deaths at named points`,
        ],
        ['told after', spread(this.#takeovers)],
        ['slots', `${this.#form.slots}, ${this.#runs} runs`],
      ],
      problems: [...this.#problems, ...unhandled.slice(0, 3).map((one) => `Not caught: ${one}`)],
    }
  }
}
