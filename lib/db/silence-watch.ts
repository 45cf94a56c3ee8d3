import { Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { logger } from '../logger'
import { askServer } from './ask-server'

/** How often open connections are looked at while any is in use. */
const lookMs = 100
/** A statement that has waited so long without a byte makes us ask whether the server is still there. */
const suspiciousMs = 700
/** Longer without a look means that this process itself stood still: answers may lie unread. */
const stillMs = 400
/** How long an answer may be on its way after the server says that it has sent it. */
const onTheWayMs = 400

/** What is known of a connection: its traffic when it last moved, and when that was. */
type Line = { bytes: number; sinceMs: number }

/**
 * Ends the connections on which the server has fallen silent, so that whoever waits there hears of it within 3 s of the
 * last byte and not when the time limit of a statement is over. A statement that merely takes long is left alone: the
 * server is asked, on a new connection, whether it is there and works on it.
 */
export class SilenceWatch {
  readonly #pool: pg.Pool
  readonly #discardIdle: () => void
  readonly #lines = new Map<pg.PoolClient, Line>()
  #timer: NodeJS.Timeout | undefined
  #lookedAtMs = 0
  #isAsking = false
  #goneAtMs = Number.NEGATIVE_INFINITY

  constructor(pool: pg.Pool, discardIdle: () => void) {
    this.#pool = pool
    this.#discardIdle = discardIdle
    pool.on('connect', (client) => this.#lines.set(client, { bytes: 0, sinceMs: performance.now() }))
    pool.on('remove', (client) => this.#lines.delete(client))
    pool.on('acquire', () => this.#begin())
  }

  /** True for a second after the server was found not to answer at all. */
  get isGone(): boolean {
    return performance.now() - this.#goneAtMs < 1_000
  }

  #begin(): void {
    if (this.#timer) return
    this.#lookedAtMs = performance.now()
    for (const line of this.#lines.values()) line.sinceMs = this.#lookedAtMs
    this.#timer = setInterval(() => this.look(), lookMs).unref()
  }

  /** Notes which connections wait in silence, and asks when one has for too long. */
  look(): void {
    const nowMs = performance.now()
    const wasStill = nowMs - this.#lookedAtMs > stillMs
    this.#lookedAtMs = nowMs
    for (const [client, line] of this.#lines) {
      const bytes = trafficOf(client)
      if (wasStill || bytes !== line.bytes || !isWaiting(client)) Object.assign(line, { bytes, sinceMs: nowMs })
    }
    if (!this.#isAsking && this.#suspects().length > 0) void this.#ask()
    if (this.#pool.totalCount === this.#pool.idleCount) this.#rest()
  }

  #rest(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }

  #suspects(): [pg.PoolClient, Line][] {
    return [...this.#lines].filter(([, { sinceMs }]) => performance.now() - sinceMs >= suspiciousMs)
  }

  async #ask(): Promise<void> {
    this.#isAsking = true
    try {
      const asked = this.#suspects().map(([client, line]) => ({ client, line, sinceMs: line.sinceMs }))
      const answer = await askServer(
        this.#pool.options,
        asked.map(({ client }) => backendOf(client)),
      )
      if (answer === 'gone') this.#giveUpAll()
      else if (answer !== 'unsure') {
        await sleep(onTheWayMs, undefined, { ref: false })
        // Any byte since then, or a pause of this process, is in favour of the connection.
        this.#giveUp(asked.filter((one) => one.line.sinceMs === one.sinceMs && !answer.has(backendOf(one.client))))
      }
      for (const { line } of asked) line.sinceMs = performance.now()
    } finally {
      this.#isAsking = false
    }
  }

  /** Also those that came later: no server was there for them either. */
  #giveUpAll(): void {
    this.#goneAtMs = performance.now()
    this.#giveUp(this.#suspects().map(([client]) => ({ client })))
  }

  #giveUp(lost: readonly { client: pg.PoolClient }[]): void {
    if (lost.length === 0) return
    logger.warn('DB_UNREACHABLE', { code: 'DB_UNREACHABLE', silentConnections: lost.length })
    for (const { client } of lost) end(client)
    // Those that nobody uses may be as silent.
    this.#discardIdle()
  }
}

/** Like a socket whose peer is gone: the statement fails, and the pool opens another connection when it needs one. */
function end(client: pg.PoolClient): void {
  const error = new Error('The database has fallen silent on this connection')
  socketOf(client)?.destroy(Object.assign(error, { code: 'ETIMEDOUT', errno: -110, syscall: 'read' }))
}

// node-postgres does not type what it shows of a connection. silence-watch.db.test.ts fails when one of these is gone.

function socketOf(client: pg.PoolClient): Socket | undefined {
  const connection: unknown = Reflect.get(client, 'connection')
  const stream: unknown = connection instanceof Object ? Reflect.get(connection, 'stream') : undefined
  return stream instanceof Socket ? stream : undefined
}

/** Bytes that came and bytes that really left. */
function trafficOf(client: pg.PoolClient): number {
  const socket = socketOf(client)
  return socket ? socket.bytesRead + socket.bytesWritten - socket.writableLength : 0
}

/** True while an answer is awaited. A transaction whose owner thinks waits for nothing. */
const isWaiting = (client: pg.PoolClient): boolean => Reflect.get(client, 'readyForQuery') === false

/** The number of the server process, by the server's own word when the connection was made. */
const backendOf = (client: pg.PoolClient): number => Number(Reflect.get(client, 'processID'))
