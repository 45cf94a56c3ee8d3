import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import type { Count, Counter } from './counter'
import type { Policy } from './policy'

/** About 14 MB. An attacker with more addresses than this only makes older callers start anew. */
const maxCallers = 20_000

/** Counts in this process. Its memory is bounded: the callers whose windows began first are forgotten first. */
export class MemoryCounter implements Counter {
  readonly #limiter: RateLimiterMemory
  readonly #windowMs: number
  readonly #maxCallers: number
  /** Key → when its window began, in that order. */
  readonly #began = new Map<string, number>()

  constructor(policy: Policy, most = maxCallers) {
    this.#limiter = new RateLimiterMemory({
      points: policy.quota,
      duration: policy.windowSeconds,
      keyPrefix: policy.name,
    })
    this.#windowMs = policy.windowSeconds * 1_000
    this.#maxCallers = most
  }

  async add(key: string): Promise<Count> {
    const result = await this.#limiter.consume(key).catch(refusalOf)
    if (result.isFirstInDuration) await this.#remember(key)
    return { used: result.consumedPoints, endsInMs: result.msBeforeNext }
  }

  async peek(key: string): Promise<Count> {
    const result = await this.#limiter.get(key)
    return result ? { used: result.consumedPoints, endsInMs: result.msBeforeNext } : { used: 0, endsInMs: 0 }
  }

  /** Callers that are remembered now; for tests. */
  get size(): number {
    return this.#began.size
  }

  async #remember(key: string): Promise<void> {
    const now = performance.now()
    this.#began.delete(key)
    this.#began.set(key, now)
    for (const [oldest, beganAt] of this.#began) {
      const isOver = now - beganAt > this.#windowMs
      if (!isOver && this.#began.size <= this.#maxCallers) return
      this.#began.delete(oldest)
      // What is over the library forgets itself.
      if (!isOver) await this.#limiter.delete(oldest)
    }
  }
}

/** The library rejects with the count when it is above the quota, and with an Error when something broke. */
export function refusalOf(reason: unknown): RateLimiterRes {
  if (reason instanceof RateLimiterRes) return reason
  throw reason
}
