import { setTimeout as sleep } from 'node:timers/promises'
import { minuteMs, secondMs } from '../../clock'
import { type Context, systemContext } from '../../context'
import {
  classifyDbError,
  databaseTime,
  getDb,
  getPool,
  giveUpLease,
  type Lease,
  listen,
  NotLeading,
  type Tx,
  takeLease,
  withLeaderTx,
} from '../../db'
import { uuidv7 } from '../../ids'
import { logger } from '../../logger'
import { processSingleton } from '../../singleton'
import { rulesInForce } from '../rules'
import { resolveQuiet } from './resolve-quiet'
import { settleConditions } from './settle-conditions'
import { takeSignals } from './take-signals'
import { tellOpen } from './tell'

export const evaluatorLease = 'alerts.evaluate'
/** The channel on which the trigger tells of events that a rule may be about, and others of what they raised. */
export const signalsChannel = 'daybook_alerts'
/** How often the leader looks without being woken, also renewing its lease; how often it looks at conditions. */
const restMs = 5 * secondMs
const conditionsEveryMs = 15 * secondMs
/**
 * How long a new leader waits before its first look at conditions: whoever comes back after a while runs the jobs that fell due
 * meanwhile within seconds, and they must not be told as missed.
 */
const settleMs = 20 * secondMs
/** How long another process waits before it asks for the lease again. */
const followMs = 5 * secondMs
/** Between two looks that signals ask for: a burst of errors is one look, not hundreds. */
const minPauseMs = 100
const ruleLimitMs = 5 * secondMs
/** How long one look takes signals before it turns to the rest; it comes back for those that are left. */
const signalsForMs = 5 * secondMs

/** A transaction of the leader, with the database's time. */
type Lead = <T>(fn: (tx: Tx, now: Date) => Promise<T>) => Promise<T>

/**
 * Turns committed rows into alerts and deliveries, in this process as long as it leads. Any number of processes may run one:
 * the lease names the leader and every transaction checks it.
 */
export class Evaluator {
  readonly #owner = uuidv7()
  readonly #ctx: Context = systemContext('alerts')
  #lease: Lease | undefined
  #stop = new AbortController()
  #run: Promise<void> | undefined
  #wake = Promise.withResolvers<void>()
  #conditionsAtMs = Number.NEGATIVE_INFINITY
  #workedAtMs = Number.NEGATIVE_INFINITY
  readonly #failing = new Map<string, string>()

  start(): void {
    if (this.#run) return
    this.#stop = new AbortController()
    const { signal } = this.#stop
    this.#run = Promise.all([this.#loop(signal), listen(signalsChannel, () => this.#wake.resolve(), signal)]).then(
      () => {},
    )
  }

  /** Ends after the transaction under way, and lets another lead. */
  async stop(): Promise<void> {
    this.#stop.abort()
    this.#wake.resolve()
    await this.#run
    this.#run = undefined
  }

  /** Whether the rules were looked at within the last minute, by this process or because another leads. */
  get isWorking(): boolean {
    return performance.now() - this.#workedAtMs < minuteMs
  }

  get isLeading(): boolean {
    return this.#lease !== undefined
  }

  /** Rules that could not be evaluated, with the reason. */
  get failing(): ReadonlyMap<string, string> {
    return this.#failing
  }

  /** One look; conditions only when they are due or `all`. False while another process leads. */
  async work(all = false): Promise<boolean> {
    if (!this.#lease) {
      this.#lease = await takeLease(getPool(), evaluatorLease, this.#owner)
      this.#conditionsAtMs = performance.now() + settleMs - conditionsEveryMs
    }
    if (!this.#lease) {
      this.#workedAtMs = performance.now()
      return false
    }
    try {
      await this.#workAs(this.#lease, all)
      this.#workedAtMs = performance.now()
      return true
    } catch (error) {
      if (!(error instanceof NotLeading)) throw error
      this.#lease = undefined
      return false
    }
  }

  /** Gives the lead up; for a caller that looks once. */
  async leave(): Promise<void> {
    const lease = this.#lease
    this.#lease = undefined
    if (lease) await giveUpLease(getPool(), lease)
  }

  async #workAs(lease: Lease, all: boolean): Promise<void> {
    const inForce = await rulesInForce(getDb())
    const lead: Lead = (fn) => withLeaderTx(this.#ctx, lease, async (tx) => fn(tx, await databaseTime(tx)))
    const failures: unknown[] = []
    const note = (error: unknown) => void failures.push(unlessAllFails(error))
    let isMore = true
    // A flood of events must keep neither conditions nor the end of what is over from being looked at.
    for (const untilMs = performance.now() + signalsForMs; isMore && performance.now() < untilMs; ) {
      isMore = (await lead((tx, now) => takeSignals(tx, this.#ctx, { rules: inForce, now })).catch(note)) ?? false
      // What was just found is told before more is looked for.
      if (isMore) await this.#tell(lead).catch(note)
    }
    if (all || performance.now() - this.#conditionsAtMs >= conditionsEveryMs) {
      this.#conditionsAtMs = performance.now()
      await this.#lookAtConditions(inForce, lead).catch(note)
    }
    await this.#tell(lead).catch(note)
    if (isMore) this.#wake.resolve()
    if (failures.length > 0) throw failures[0]
  }

  /** A transaction of its own, and as many as it takes: what is raised stays raised when it cannot be told yet. */
  async #tell(lead: Lead): Promise<void> {
    while (await lead((tx, now) => tellOpen(tx, this.#ctx, now)));
  }

  async #lookAtConditions(inForce: Awaited<ReturnType<typeof rulesInForce>>, lead: Lead): Promise<void> {
    for (const { rule, settings } of inForce) {
      if (rule.kind !== 'condition') continue
      // Each in its own transaction: one that fails must not keep the others from being looked at.
      await this.#attempt(rule.name, () =>
        lead(async (tx, now) => {
          await tx.$executeRaw`SELECT set_config('statement_timeout', ${String(ruleLimitMs)}, true)`
          await settleConditions(tx, this.#ctx, { rule, settings, now })
        }),
      )
    }
    const names = inForce.map(({ rule }) => rule.name)
    let after: string | undefined
    do
      after = await lead((tx, now) => resolveQuiet(tx, this.#ctx, { inForce: names, now, ...(after ? { after } : {}) }))
    while (after)
  }

  async #attempt(name: string, act: () => Promise<void>): Promise<void> {
    try {
      await act()
      this.#failing.delete(name)
    } catch (error) {
      if (error instanceof NotLeading) throw error
      this.#failing.set(name, error instanceof Error ? error.message : String(error))
      logger.error('ALERT_RULE_FAILED', { rule: name, code: classifyDbError(error)?.logCode, error })
    }
  }

  async #loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.#wake = Promise.withResolvers<void>()
      const leads = await this.work().catch((error: unknown) => {
        logger.warn('ALERT_EVALUATION_WAITS', { code: classifyDbError(error)?.logCode, error })
        return false
      })
      await Promise.race([
        sleep(leads ? restMs : followMs, undefined, { signal, ref: false }).catch(() => {}),
        ...(leads ? [this.#wake.promise] : []),
      ])
      await sleep(minPauseMs, undefined, { signal, ref: false }).catch(() => {})
    }
    await this.leave().catch((error: unknown) => logger.warn('ALERT_EVALUATION_WAITS', { error }))
  }
}

/** Throws what ends the whole look; answers anything else, which must not keep the other steps from being taken. */
function unlessAllFails(error: unknown): unknown {
  const kind = classifyDbError(error)?.kind
  if (error instanceof NotLeading || kind === 'unreachable' || kind === 'poolWait') throw error
  return error
}

/** The evaluator of this process. */
export const getEvaluator = (): Evaluator => processSingleton('alerts.evaluator', () => new Evaluator())
