import { setTimeout as sleep } from 'node:timers/promises'
import { z } from 'zod'
import type { AlertSeverity } from '../alerts/contract'
import { enqueue } from '../alerts/deliver/enqueue'
import { messageOf } from '../alerts/evaluate/message-of'
import { raise } from '../alerts/evaluate/raise'
import { settleConditions } from '../alerts/evaluate/settle-conditions'
import { tellOpen } from '../alerts/evaluate/tell'
import { conditionRule, type Finding } from '../alerts/rules/rule'
import { type Context, systemContext } from '../context'
import { getDb, withTx } from '../db'
import { uuidv7 } from '../ids'

type ChannelFields = {
  name?: string
  minSeverity?: AlertSeverity
  isEscalationOnly?: boolean
  type?: string
  config?: object
}

/** A channel as a founder would have made it. The ledger shows what it is told; nothing is sent unless a deliverer runs. */
export async function newChannel(fields: ChannelFields = {}): Promise<string> {
  const id = uuidv7()
  const now = new Date()
  await withTx(systemContext('test'), (tx) =>
    tx.alertChannel.create({
      data: {
        id,
        type: 'webhook',
        name: `channel ${id.slice(-4)}`,
        config: {},
        createdAt: now,
        updatedAt: now,
        ...fields,
      },
    }),
  )
  return id
}

/** One condition rule under the hand of a test, and a clock that only the test moves. */
export class ConditionWorld {
  readonly ctx: Context = systemContext('alerts', { now: () => this.now })
  readonly name = 'test-condition'
  now: Date
  /** What is wrong at this moment; empty: all is well. */
  wrong: Finding[] = []
  readonly #severity: AlertSeverity

  constructor(severity: AlertSeverity = 'high', now = new Date('2026-11-30T12:00:00Z')) {
    this.#severity = severity
    this.now = now
  }

  /** The condition begins to hold, as it would be found at this moment. */
  breaks(source = 'daybook'): void {
    this.wrong = [{ source, sentence: 'Something is slow.', firstAt: this.now, lastAt: this.now }]
  }

  mends(): void {
    this.wrong = []
  }

  passes(milliseconds: number): void {
    this.now = new Date(this.now.getTime() + milliseconds)
  }

  /** One look of the evaluator. */
  async look(): Promise<void> {
    const rule = conditionRule({
      name: this.name,
      title: 'A test condition',
      description: 'Fires when the test says so.',
      severity: this.#severity,
      settings: z.object({}),
      history: async () => [],
      evaluate: async () => this.wrong,
    })
    if (rule.kind !== 'condition') throw new Error('conditionRule makes condition rules')
    await withTx(this.ctx, (tx) => settleConditions(tx, this.ctx, { rule, settings: {}, now: this.now }))
    await this.tell()
  }

  async tell(): Promise<void> {
    await withTx(this.ctx, (tx) => tellOpen(tx, this.ctx, this.now))
  }

  /** Looks every 15 seconds for so long, as the evaluator does. */
  async looksFor(milliseconds: number, everyMs = 15_000): Promise<void> {
    for (let passed = 0; passed < milliseconds; passed += everyMs) {
      this.passes(everyMs)
      await this.look()
    }
  }
}

/** What a channel was told, oldest first: `['firing', 'resolved']`. */
export async function toldTo(channelId: string): Promise<string[]> {
  const rows = await getDb().delivery.findMany({
    where: { channelId },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    select: { kind: true },
  })
  return rows.map(({ kind }) => kind)
}

/** Waits until `holds`; for what happens in another process or loop. */
export async function until(holds: () => Promise<boolean>, limitMs: number): Promise<void> {
  for (const deadline = Date.now() + limitMs; !(await holds()); await sleep(20))
    if (Date.now() > deadline) throw new Error(`Not within ${limitMs} ms`)
}

/** An alert that fires, with a delivery to a channel that was given up. */
export async function toldAlert(): Promise<{ alertId: string; deliveryId: string }> {
  const ctx = systemContext('test')
  const now = new Date()
  const channelId = await newChannel()
  const finding = { source: 'daybook', subject: uuidv7(), sentence: 'Something is wrong.', firstAt: now, lastAt: now }
  return withTx(ctx, async (tx) => {
    const rule = { name: 'inbound', title: 'A test alert', severity: 'high' as const }
    const { alertId } = await raise(tx, ctx, { rule, finding, now })
    const alert = await tx.alert.findUniqueOrThrow({ where: { id: alertId } })
    const message = messageOf(alert, 'firing')
    const deliveryId = await enqueue(tx, { channelId, alertId, kind: 'firing', message, now })
    await tx.delivery.update({ where: { id: deliveryId }, data: { status: 'DEAD', finishedAt: now } })
    return { alertId, deliveryId }
  })
}
