import { setTimeout as sleep } from 'node:timers/promises'
import { hourMs } from '../../clock'
import { classifyDbError, getPool, giveUpLease, type Lease, takeLease } from '../../db'
import { uuidv7 } from '../../ids'
import { logger } from '../../logger'
import { processSingleton } from '../../singleton'
import { fillBlocks } from '../search/fill-blocks'
import { logCritical } from '../write/log'
import { LedgerInconsistent, signCheckpointWhenDue } from './checkpoint'
import { Counter } from './counts'
import { TreeDamaged } from './merkle'
import { LeaseLost, maxSealed, sealBatch } from './seal'
import { KeyUnusable } from './signing-key'
import { hasSoundTimeSql } from './stored-event'

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
/** How long one part of the work rests after it failed, while the others go on. */
const partRestMs = 5_000

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
  readonly #restUntilMs = new Map<string, number>()
  readonly #problems = new Map<'sealing' | 'signing', string>()
  readonly #unsealable = new Set<string>()
  #forgetAtMs = 0

  start(): void {
    if (this.#run) return
    this.#stop = new AbortController()
    this.#run = this.#loop(this.#stop.signal)
  }

  /** Ends after the transaction under way, and lets another lead. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#run
    this.#run = undefined
  }

  get isLeading(): boolean {
    return this.#lease !== undefined
  }

  /** What is wrong with the stored ledger or the keys, so that nothing is sealed or signed; undefined while all is well. */
  get problem(): string | undefined {
    return this.#problems.get('sealing') ?? this.#problems.get('signing')
  }

  /** Events that wait for this process in vain: no leaf can be made of them. */
  get unsealable(): number {
    return this.#unsealable.size
  }

  /**
   * Seals all that waits and signs a checkpoint when one is due. False while another process leads. Throws when something
   * was left unsealed; that no checkpoint is signed is told otherwise (`problem`, the log, an event).
   */
  async work(): Promise<boolean> {
    this.#lease ??= await takeLease(getPool(), leaseName, this.#owner)
    if (!this.#lease) return false
    try {
      await this.#workAs(this.#lease)
      return true
    } catch (error) {
      if (!(error instanceof LeaseLost)) throw error
      this.#lease = undefined
      return false
    }
  }

  async #workAs(lease: Lease): Promise<void> {
    for (let more = true; more && !this.#stop.signal.aborted; ) {
      try {
        more = (await this.#seal(lease)) === maxSealed
      } catch (error) {
        // What is sealed already is signed and searched even so; without a database there is nothing to do.
        if (!(error instanceof LeaseLost) && !classifyDbError(error)) await this.#tend(lease)
        throw error
      }
      if (!more || performance.now() - this.#tendedAtMs >= tendEveryMs) await this.#tend(lease)
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
        (leads) => (leads ? restMs : followMs),
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

  /** What cannot be sealed is tried again, and told again, once an hour. */
  async #seal(lease: Lease): Promise<number> {
    if (performance.now() >= this.#forgetAtMs) {
      this.#unsealable.clear()
      this.#forgetAtMs = performance.now() + hourMs
    }
    return this.#watch('sealing', 'No event is sealed', () =>
      sealBatch(lease, this.#counter, maxSealed, this.#unsealable),
    )
  }

  /** What follows from sealing. Each part is done whatever becomes of the others. */
  async #tend(lease: Lease): Promise<void> {
    // Sealing goes on when the tree contradicts what was signed: what comes in must not wait for the inquiry.
    await this.#attempt('AUDIT_SIGNING_WAITS', () =>
      this.#watch('signing', 'No checkpoint is signed', () => signCheckpointWhenDue(lease)),
    )
    await this.#attempt('AUDIT_SEARCH_WAITS', () => fillBlocks(lease, fillMs))
    this.#tendedAtMs = performance.now()
  }

  async #attempt(logCode: string, act: () => Promise<unknown>): Promise<void> {
    if (performance.now() < (this.#restUntilMs.get(logCode) ?? 0)) return
    try {
      await act()
    } catch (error) {
      if (error instanceof LeaseLost) throw error
      // Told already, and looked at again at once: somebody may be repairing it.
      if (isLedgerProblem(error)) return
      this.#restUntilMs.set(logCode, performance.now() + partRestMs)
      logger.warn(logCode, { code: classifyDbError(error)?.logCode, error })
    }
  }

  /** A ledger or a key with which the work cannot be done is told in red, once an hour. */
  async #watch<T>(part: 'sealing' | 'signing', consequence: string, act: () => Promise<T>): Promise<T> {
    try {
      const result = await act()
      this.#problems.delete(part)
      return result
    } catch (error) {
      if (!isLedgerProblem(error)) throw error
      this.#problems.set(part, error.message)
      await this.#complain(`${consequence}: ${error.message}`, error)
      throw error
    }
  }

  async #complain(description: string, error: Error): Promise<void> {
    if (performance.now() - this.#complainedAtMs < hourMs) return
    this.#complainedAtMs = performance.now()
    await logCritical('AUDIT_VERIFICATION_FAILED', description, error)
  }
}

const isLedgerProblem = (error: unknown): error is Error =>
  error instanceof LedgerInconsistent || error instanceof TreeDamaged || error instanceof KeyUnusable

/** The sealer of this process. */
export const getSealer = (): Sealer => processSingleton('audit.sealer', () => new Sealer())

/**
 * Waits until everything that is committed now is sealed, by this process or by the one that leads; what cannot be sealed
 * is not waited for. Throws after `limitMs`.
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
  const { rows } = await getPool().query<{ waits: boolean }>(`SELECT EXISTS (
    SELECT FROM (SELECT "id" FROM "AuditUnsealed" ORDER BY "id" LIMIT 1000) AS q JOIN "AuditLog" AS e USING ("id")
    WHERE ${hasSoundTimeSql('e')}) AS waits`)
  return rows[0]?.waits ?? false
}
