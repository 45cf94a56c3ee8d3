import { RateLimiterRedis, type RateLimiterRes } from 'rate-limiter-flexible'
import { logger } from '../../logger'
import type { Count, Counter } from './counter'
import { type MemoryCounter, refusalOf } from './memory-counter'
import type { Policy } from './policy'
import { firstConnection, reconnect, redisOf } from './redis'

/** A request waits no longer than this for its count (the client's own limit ends when the question is sent). */
const answerLimitMs = 250
/** How long Redis is left alone after it did not answer: meanwhile no request waits for it. */
const pauseMs = 1_000

/**
 * Counts in Redis, so that all instances together let a caller in exactly `quota` times. While Redis is away each
 * process counts by itself: a caller may then ask `quota` times at each instance, and nobody is refused for it.
 */
export class SharedCounter implements Counter {
  readonly #limiter: RateLimiterRedis
  readonly #memory: MemoryCounter
  readonly #redis: ReturnType<typeof redisOf>
  #started: Promise<void> | undefined
  #awayUntil = 0
  #isAway = false

  constructor(policy: Policy, memory: MemoryCounter, url: string) {
    this.#memory = memory
    this.#redis = redisOf(url)
    this.#limiter = new RateLimiterRedis({
      storeClient: this.#redis,
      useRedisPackage: true,
      rejectIfRedisNotReady: true,
      points: policy.quota,
      duration: policy.windowSeconds,
      // The limits of another configuration (a rolling deploy) are counted apart.
      keyPrefix: `daybook:limit:${policy.name}:${policy.windowSeconds}`,
    })
  }

  add(key: string): Promise<Count> {
    return this.#ask(
      () => this.#limiter.consume(key).catch(refusalOf),
      () => this.#memory.add(key),
    )
  }

  peek(key: string): Promise<Count> {
    return this.#ask(
      () => this.#limiter.get(key),
      () => this.#memory.peek(key),
    )
  }

  async #ask(shared: () => Promise<RateLimiterRes | null>, own: () => Promise<Count>): Promise<Count> {
    await (this.#started ??= firstConnection(this.#redis))
    if (performance.now() < this.#awayUntil) return own()
    try {
      const result = await withinLimit(shared())
      this.#isBack()
      return { used: result?.consumedPoints ?? 0, endsInMs: result?.msBeforeNext ?? 0 }
    } catch (error) {
      // Safe: the caller is counted in this process instead.
      this.#away(error)
      return own()
    }
  }

  #away(error: unknown): void {
    // Without a connection nobody waits, and it counts again as soon as there is one.
    if (this.#redis.isReady && performance.now() >= this.#awayUntil) {
      this.#awayUntil = performance.now() + pauseMs
      reconnect(this.#redis)
    }
    if (this.#isAway) return
    this.#isAway = true
    logger.warn('RATE_LIMIT_STORE_AWAY', { error })
  }

  #isBack(): void {
    if (!this.#isAway) return
    this.#isAway = false
    logger.info('RATE_LIMIT_STORE_BACK')
  }
}

async function withinLimit<T>(answer: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`Redis did not answer in ${answerLimitMs} ms`)), answerLimitMs)
  })
  try {
    return await Promise.race([answer, late])
  } finally {
    clearTimeout(timer)
  }
}
