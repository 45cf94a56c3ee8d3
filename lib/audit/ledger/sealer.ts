import { setTimeout as sleep } from 'node:timers/promises'
import { dayMs, minuteMs } from '../../clock'
import { classifyDbError, getPool, giveUpLease, type Lease, takeLease } from '../../db'
import { uuidv7 } from '../../ids'
import { logger } from '../../logger'
import { processSingleton } from '../../singleton'
import { keepPartitions } from '../retention/housekeeping'
import { fillBlocks, refillBlocks } from '../search/fill-blocks'
import { logCritical } from '../write/log'
import { LedgerInconsistent, signCheckpointWhenDue } from './checkpoint'
import { Counter, pruneMinutes } from './counts'
import { LeaseLost, maxSealed, sealBatch } from './seal'

const leaseName = 'audit.seal'
/** How long a leader rests when nothing waits; half of what may pass until an event is seen. */
const restMs = 500
/** How long another process waits before it asks for the lease again. */
const followMs = 5_000
/** Checkpoints and search are seen to when nothing waits, and so often when more and more does. */
const tendEveryMs = 5_000
/** Milliseconds that the index of the search is filled for. */
const fillMs = 300
const pauseAfterErrorMs = 1_000

/**
 * Seals what is committed, in this process as long as it leads. Any number of processes may run one: the lease names
 * the leader, and every transaction checks it.
 */
export class Sealer {
  readonly #owner = uuidv7()
  readonly #counter = new Counter()
  #lease: Lease | undefined
  #stop = new AbortController()
  #run: Promise<void> | undefined
  #complainedAtMs = Number.NEGATIVE_INFINITY
  #tendedAtMs = performance.now()
  #keptAtMs = Number.NEGATIVE_INFINITY
  #problem: string | undefined

  start(): void {
    if (this.#run) return
    this.#stop = new AbortController()
    this.#run = this.#loop(this.#stop.signal)
  }

  /** Ends after the transaction under way and lets another lead. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#run
    this.#run = undefined
  }

  get isLeading(): boolean {
    return this.#lease !== undefined
  }

  /** Why no checkpoint is signed; undefined while all is well. */
  get problem(): string | undefined {
    return this.#problem
  }

  /** Seals all that waits and signs a checkpoint when one is due. False while another process leads. */
  async work(): Promise<boolean> {
    this.#lease ??= await takeLease(getPool(), leaseName, this.#owner)
    if (!this.#lease) return false
    try {
      for (let more = true; more && !this.#stop.signal.aborted; ) {
        more = (await sealBatch(this.#lease, this.#counter)) === maxSealed
        if (more && performance.now() - this.#tendedAtMs < tendEveryMs) continue
        await this.#sign(this.#lease)
        await fillBlocks(this.#lease, fillMs)
        this.#tendedAtMs = performance.now()
      }
      return true
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error
      this.#lease = undefined
      return false
    }
  }

  /** Gives the lead up; for a caller that seals once. */
  async leave(): Promise<void> {
    const lease = this.#lease
    this.#lease = undefined
    if (lease) await giveUpLease(getPool(), lease)
  }

  async #loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const pauseMs = await this.work().then(
        async (leads) => {
          if (leads) await this.#keep()
          return leads ? restMs : followMs
        },
        (error: unknown) => {
          logger.warn('AUDIT_SEAL_WAITS', { code: classifyDbError(error)?.logCode, error })
          return pauseAfterErrorMs
        },
      )
      // Ended early by stop, which is no failure.
      await sleep(pauseMs, undefined, { signal, ref: false }).catch(() => {})
    }
    await this.leave().catch((error: unknown) => logger.warn('AUDIT_SEAL_WAITS', { error }))
  }

  /**
   * Once a day, by whoever leads: the trail must never run out of partitions, and an erasure that was cut short leaves
   * blocks behind. A failure is tried again tomorrow.
   */
  async #keep(): Promise<void> {
    if (performance.now() - this.#keptAtMs < dayMs) return
    this.#keptAtMs = performance.now()
    await pruneMinutes(getPool())
    await refillBlocks(getPool())
    const { archived, dropped } = await keepPartitions()
    if (archived.length + dropped.length > 0) logger.info('AUDIT_RETENTION', { archived, dropped })
  }

  /** Sealing goes on when the tree contradicts what was signed: what comes in must not wait for the inquiry. */
  async #sign(lease: Lease): Promise<void> {
    try {
      await signCheckpointWhenDue(lease)
      this.#problem = undefined
    } catch (error) {
      if (!(error instanceof LedgerInconsistent)) throw error
      this.#problem = error.message
      if (performance.now() - this.#complainedAtMs < 60 * minuteMs) return
      this.#complainedAtMs = performance.now()
      await logCritical('AUDIT_VERIFICATION_FAILED', `No checkpoint was signed: ${error.message}`, error)
    }
  }
}

/** The sealer of this process. */
export const getSealer = (): Sealer => processSingleton('audit.sealer', () => new Sealer())

/**
 * Waits until everything that is committed now is sealed, by this process or by the one that leads. Throws after
 * `limitMs`.
 */
export async function untilSealed(limitMs = 60_000): Promise<void> {
  const sealer = new Sealer()
  const deadline = performance.now() + limitMs
  try {
    while (!(await sealer.work()) && (await isWaiting())) {
      if (performance.now() > deadline) throw new Error('The events that wait could not be sealed in time')
      await sleep(200)
    }
  } finally {
    await sealer.leave()
  }
}

async function isWaiting(): Promise<boolean> {
  const { rows } = await getPool().query<{ waits: boolean }>('SELECT EXISTS (SELECT FROM "AuditUnsealed") AS waits')
  return rows[0]?.waits ?? false
}
