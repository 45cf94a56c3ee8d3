import { setTimeout as sleep } from 'node:timers/promises'
import { createChannel } from '../lib/alerts/channels'
import { enqueue } from '../lib/alerts/deliver'
import { retryDelaysMs } from '../lib/alerts/deliver/retry-schedule'
import type { Message } from '../lib/alerts/message'
import { systemContext } from '../lib/context'
import { getDb, withTx } from '../lib/db'
import { setEnv } from '../lib/env'
import { uuidv7 } from '../lib/ids'
import { sealSecret } from '../lib/secrets'
import { forbiddenHosts } from '../lib/testing/forbidden-hosts'
import { type Mood, openReceiver, type Receiver } from '../lib/testing/receivers/receiver'
import { App } from './app'
import { Ledger } from './ledger'
import { number, type Report } from './report'
import type { World } from './world'

export type ChannelsForm = {
  /** Retries that are waited for, of the schedule's eight. */
  retries: number
  /** Messages for the channel that works, while all others do not. */
  messages: number
  floodBytes: number
  /** Kinds of misbehaviour, and spellings of addresses inside; fewer for a mutant. */
  moods: readonly string[]
  hosts: readonly string[]
}

const ctx = systemContext('battery')
/** What one attempt reads at most, and what the buffers of two sockets hold besides (4 and 6 MB with Linux's defaults). */
const maxReadBytes = 16 * 1024 * 1024
/** The battery asks for the schedule's times within this part. */
const tolerance = 0.2

/** How each receiver misbehaves, and what has to become of a message to it. */
const moods: Record<string, { mood: Mood | 'refuse'; ends: 'tried again' | 'given up' | 'sent' }> = {
  refuse: { mood: 'refuse', ends: 'tried again' },
  'error-500': { mood: { kind: 'status', status: 500 }, ends: 'tried again' },
  'busy-429': { mood: { kind: 'status', status: 429, headers: { 'retry-after': '2' } }, ends: 'tried again' },
  'gone-410': { mood: { kind: 'status', status: 410 }, ends: 'given up' },
  hang: { mood: { kind: 'hang' }, ends: 'tried again' },
  'drip-head': { mood: { kind: 'drip-head', everyMs: 200 }, ends: 'tried again' },
  reset: { mood: { kind: 'reset' }, ends: 'tried again' },
  redirect: { mood: { kind: 'redirect', to: 'http://169.254.169.254/latest/meta-data/' }, ends: 'given up' },
}

const all = { moods: Object.keys(moods), hosts: forbiddenHosts }
export const channelsForms = {
  short: { retries: 1, messages: 40, floodBytes: 1024 ** 3, ...all },
  long: { retries: 4, messages: 2_000, floodBytes: 1024 ** 3, ...all },
} satisfies Record<string, ChannelsForm>

/** Channels whose receivers misbehave in every way, beside one that works; and addresses that nobody may be sent to. */
export async function channels(world: World, form: ChannelsForm, mutant?: string): Promise<Report> {
  const battle = new Battle(world, form, mutant)
  try {
    if (form.moods.length > 0) await battle.misbehave()
    if (form.hosts.length > 0) await battle.trap()
    return battle.report()
  } finally {
    await battle.end()
  }
}

class Battle {
  readonly #world: World
  readonly #form: ChannelsForm
  readonly #mutant: string | undefined
  readonly #receivers: Receiver[] = []
  readonly #apps: App[] = []
  readonly #problems: string[] = []
  readonly #figures: Report['figures'] = []

  constructor(world: World, form: ChannelsForm, mutant: string | undefined) {
    this.#world = world
    this.#form = form
    this.#mutant = mutant
  }

  get #moods(): [string, (typeof moods)[string] & object][] {
    return Object.entries(moods).filter(([name]) => this.#form.moods.includes(name))
  }

  /** All of them at once: none may keep the one that works waiting. */
  async misbehave(): Promise<void> {
    setEnv({ ALERT_ALLOW_PRIVATE_ADDRESSES: 'true' })
    const trap = await this.#receiver()
    const flood = await this.#receiver({ kind: 'flood', bytes: this.#form.floodBytes })
    const well = await this.#receiver()
    const ids = new Map<string, string>()
    for (const [name, { mood }] of this.#moods) {
      const inward: Mood | 'refuse' = name === 'redirect' ? { kind: 'redirect', to: `${trap.url}/metadata` } : mood
      ids.set(name, await this.#order(await this.#channel(name, await this.#receiver(inward))))
    }
    const flooded = await this.#order(await this.#channel('flood', flood))
    const healthy = await this.#channel('well', well)
    const app = this.#start()
    const startedMs = performance.now()
    for (let message = 0; message < this.#form.messages; message += 1) await this.#order(healthy)
    // The app looks at its own rules too, and has things to say.
    const ours = ({ body }: { body: string }) =>
      body.startsWith('{"type":"daybook.firing"') && body.includes(message.title)
    const firing = () => well.received.filter(ours)
    // By id: one whose answer came too late is sent again under the same.
    const got = () => new Set(firing().map(({ headers }) => headers['webhook-id'])).size
    await this.#until(() => got() >= this.#form.messages, 20_000 + this.#form.messages * 50)
    const tookMs = performance.now() - startedMs
    if (got() !== this.#form.messages)
      this.#problems.push(`The channel that works got ${got()} of ${this.#form.messages} messages`)
    await this.#expectSchedule(ids)
    await this.#expectEnds(ids)
    const again = firing().length - got()
    const late = await getDb().deliveryAttempt.count({ where: { delivery: { channelId: healthy }, outcome: 'failed' } })
    if (again > late) this.#problems.push(`${again} messages came twice, and ${late} attempts had failed`)
    if (trap.connections() > 0) this.#problems.push('A redirect was followed')
    await this.#until(
      async () => (await getDb().delivery.count({ where: { id: flooded, status: 'SENT' } })) === 1,
      15_000,
    )
    const floods = Math.max(1, flood.received.length)
    if (flood.bytesSent() / floods > maxReadBytes)
      this.#problems.push(`${number(flood.bytesSent())} bytes of an answer were read`)
    const statusOf = async () => (await getDb().delivery.findUniqueOrThrow({ where: { id: flooded } })).status
    if ((await statusOf()) !== 'SENT') this.#problems.push('A message whose answer was long was not taken for sent')
    await app.stop()
    this.#figures.push(
      [
        'healthy channel',
        `${number(this.#form.messages)} messages in ${(tookMs / 1_000).toFixed(1)} s beside ${ids.size + 1} broken ones`,
      ],
      [
        'answer of 1 GB',
        `${number(Math.round(flood.bytesSent() / floods))} bytes left the sender for one that reads 64 kB`,
      ],
    )
  }

  /** Times between attempts as they really were, of a receiver that answers 500 at once. */
  async #expectSchedule(ids: ReadonlyMap<string, string>): Promise<void> {
    const id = ids.get('error-500')
    if (id === undefined) return
    const wanted = this.#form.retries + 1
    const waitMs = retryDelaysMs
      .slice(0, this.#form.retries)
      .reduce<number>((sum, ms) => sum + ms * 1.3 + 2_000, 15_000)
    const tries = () => getDb().deliveryAttempt.findMany({ where: { deliveryId: id }, orderBy: { attempt: 'asc' } })
    await this.#until(
      async () => (await tries()).filter(({ outcome }) => outcome !== 'unknown').length >= wanted,
      waitMs,
    )
    const attempts = await tries()
    if (attempts.length < wanted) this.#problems.push(`${attempts.length} attempts instead of ${wanted}`)
    for (const [i, delayMs] of retryDelaysMs.slice(0, this.#form.retries).entries()) {
      const [before, after] = [attempts[i], attempts[i + 1]]
      if (!before || !after) continue
      const waitedMs = after.startedAt.getTime() - before.startedAt.getTime() - (before.durationMs ?? 0)
      // A look every second comes on top.
      if (waitedMs < delayMs * (1 - tolerance) || waitedMs > delayMs * (1 + tolerance) + 1_500)
        this.#problems.push(`Attempt ${i + 2} came after ${waitedMs} ms instead of ${delayMs}`)
    }
    this.#figures.push(['retries waited for', String(Math.max(0, attempts.length - 1))])
  }

  async #expectEnds(ids: ReadonlyMap<string, string>): Promise<void> {
    for (const [name, { ends }] of this.#moods) {
      const find = () => getDb().delivery.findUniqueOrThrow({ where: { id: ids.get(name) ?? '' } })
      // A hanging one takes the ten seconds that an attempt may take.
      await this.#until(async () => (await find()).lastError !== null, 15_000)
      const { status, lastError } = await find()
      const became = status === 'DEAD' ? 'given up' : status === 'SENT' ? 'sent' : 'tried again'
      if (became !== ends) this.#problems.push(`A message to ${name} was ${became}, not ${ends} (${lastError})`)
      if (lastError === null) this.#problems.push(`Of a message to ${name} no reason is told`)
    }
    if (!ids.has('gone-410')) return
    const dead = await getDb().auditLog.count({ where: { action: 'ALERT_DELIVERY_FAILED' } })
    if (dead < 2) this.#problems.push(`${dead} events tell of messages that were given up`)
  }

  /** Addresses inside, in every spelling, as rows that no form has checked. */
  async trap(): Promise<void> {
    setEnv({ ALERT_ALLOW_PRIVATE_ADDRESSES: 'false' })
    await this.#world.attack('TRUNCATE "Delivery", "DeliveryAttempt", "AlertChannel"')
    const trap = await this.#receiver()
    // With https, so that the address is what is refused and not the scheme; a connection counts before any handshake.
    for (const host of this.#form.hosts) await this.#order(await this.#row(`https://${host}:${trap.port}/hook`))
    const app = this.#start()
    // Tried once each: a name that nobody knows is tried again later.
    const left = () => getDb().delivery.count({ where: { OR: [{ attempts: 0 }, { status: 'SENDING' }] } })
    await this.#until(async () => (await left()) === 0, 30_000)
    const taken = await getDb().delivery.count({ where: { status: 'SENT' } })
    if (taken > 0) this.#problems.push(`${taken} messages to addresses inside were sent`)
    if (trap.connections() > 0) this.#problems.push(`${trap.connections()} connections reached an address inside`)
    await app.stop()
    this.#figures.push(['addresses inside', `${this.#form.hosts.length} spellings, ${trap.connections()} connections`])
  }

  #start(): App {
    const app = new App(this.#world, new Ledger(), { isWorking: true, mutant: this.#mutant, poolMax: 10 })
    this.#apps.push(app)
    return app
  }

  async #receiver(mood?: Mood | 'refuse'): Promise<Receiver> {
    const receiver = await openReceiver()
    this.#receivers.push(receiver)
    if (mood === 'refuse') await receiver.refuse()
    else receiver.behave(mood)
    return receiver
  }

  async #channel(name: string, receiver: Receiver): Promise<string> {
    const input = { type: 'webhook', name, config: { url: `${receiver.url}/hook` }, minSeverity: 'info' as const }
    const { id } = await createChannel(ctx, { ...input, isEscalationOnly: false })
    return id
  }

  /** As somebody with a hand in the database would make it; switched off, so that none is told of what became of the others. */
  async #row(url: string): Promise<string> {
    const id = uuidv7()
    const now = new Date()
    const secret = sealSecret(JSON.stringify({ url, secret: `whsec_${Buffer.alloc(32, 'x').toString('base64')}` }), id)
    await withTx(ctx, (tx) =>
      tx.alertChannel.create({
        data: { id, type: 'webhook', name: url, secret, isEnabled: false, createdAt: now, updatedAt: now },
      }),
    )
    return id
  }

  #order(channelId: string): Promise<string> {
    return withTx(ctx, (tx) => enqueue(tx, { channelId, kind: 'firing', message, now: new Date() }))
  }

  async #until(holds: () => boolean | Promise<boolean>, limitMs: number): Promise<void> {
    for (const deadline = Date.now() + limitMs; !(await holds()) && Date.now() < deadline; ) await sleep(50)
  }

  async end(): Promise<void> {
    await Promise.all(this.#apps.map((app) => app.kill()))
    await Promise.all(this.#receivers.map((receiver) => receiver.close()))
  }

  report(): Report {
    const unhandled = this.#apps.flatMap((app) => app.unhandled)
    return {
      figures: this.#figures,
      problems: [...this.#problems, ...unhandled.slice(0, 3).map((one) => `Not caught: ${one}`)],
    }
  }
}

const message: Message = {
  kind: 'firing',
  severity: 'high',
  title: 'The channels battery',
  sentence: 'Something is wrong.',
  source: 'daybook',
  rule: null,
  alertId: null,
  at: new Date().toISOString(),
  count: 1,
  durationMs: null,
  facts: [],
  changes: [],
  body: null,
  links: { dashboard: 'http://localhost:3000/dashboard/alerts', sentry: null, runbook: null },
}
