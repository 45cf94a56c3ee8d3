import { AppError } from '../../errors'
import { processSingleton } from '../../singleton'
import { Tail } from './tail'

const maxFollowers = 100

/** Those of this process who follow the trail. They share one tail, which runs as long as there is somebody. */
export class Feed {
  readonly #pollMs: number
  readonly #closing = new AbortController()
  #followers = 0
  #running: { tail: Tail; stop: AbortController } | undefined

  constructor(pollMs = 5_000) {
    this.#pollMs = pollMs
  }

  get followers(): number {
    return this.#followers
  }

  /** Fires when this process shuts down. */
  get closing(): AbortSignal {
    return this.#closing.signal
  }

  /** The tail, and how to leave it; leave once. Throws UNAVAILABLE when too many follow or the process shuts down. */
  join(): { tail: Tail; leave: () => void } {
    if (this.#closing.signal.aborted || this.#followers >= maxFollowers)
      throw new AppError('UNAVAILABLE', 'No more streams can be opened at the moment. Please try again shortly.', {
        headers: { 'retry-after': '10' },
      })
    this.#followers += 1
    this.#running ??= this.#start()
    return { tail: this.#running.tail, leave: () => this.#leave() }
  }

  /** Ends all streams and opens no more. */
  close(): void {
    this.#closing.abort()
  }

  #start(): { tail: Tail; stop: AbortController } {
    const stop = new AbortController()
    const tail = new Tail(stop.signal, this.#pollMs)
    void tail.follow()
    return { tail, stop }
  }

  #leave(): void {
    this.#followers -= 1
    if (this.#followers > 0) return
    this.#running?.stop.abort()
    this.#running = undefined
  }
}

/** The feed of this process. */
export const getFeed = (): Feed => processSingleton('audit.feed', () => new Feed())
