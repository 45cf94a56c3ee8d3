import type { Clock } from '../../clock'
import { classifyDbError, isDatabaseGone, ping } from '../../db'

/** How the database stood at one look; `since` and `code` tell of the first of the failed looks in a row. */
export type Look = { state: 'there'; answersInRow: number } | { state: 'unsure' | 'away'; since: Date; code: string }

export type WatchLimits = { answerWithinMs: number; awayAfterMs: number }

type Failing = { since: Date; sinceMs: number; code: string }

/** Asks the database the smallest question, and knows for how long it has not answered. */
export class DatabaseWatch {
  readonly #limits: WatchLimits
  readonly #now: Clock
  #failing: Failing | undefined
  #answersInRow = 0

  constructor(limits: WatchLimits, now: Clock) {
    this.#limits = limits
    this.#now = now
  }

  /** One question. `away` only after a while of failures, so that a blip pages nobody. Never throws. */
  async look(): Promise<Look> {
    const began = { since: this.#now(), sinceMs: performance.now() }
    const code = await this.#ask()
    if (code === undefined) {
      this.#failing = undefined
      this.#answersInRow += 1
      return { state: 'there', answersInRow: this.#answersInRow }
    }
    this.#answersInRow = 0
    this.#failing ??= { ...began, code }
    const { since, sinceMs, code: first } = this.#failing
    const isAway = performance.now() - sinceMs >= this.#limits.awayAfterMs
    return { state: isAway ? 'away' : 'unsure', since, code: first }
  }

  /** This process stood still (a laptop asleep, a frozen container): what was not answered meanwhile proves nothing. */
  forget(): void {
    this.#failing = undefined
  }

  /** Undefined when it answered, else the code of the failure. */
  async #ask(): Promise<string | undefined> {
    if (isDatabaseGone()) return 'DB_UNREACHABLE'
    try {
      await ping(AbortSignal.timeout(this.#limits.answerWithinMs))
      return undefined
    } catch (error) {
      return classifyDbError(error)?.logCode ?? 'DB_UNREACHABLE'
    }
  }
}
