import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Clock, minuteMs, secondMs, systemClock } from '../../clock'
import { withFileLock } from '../../db'
import { uuidv7 } from '../../ids'
import { logger } from '../../logger'
import { sendAs } from '../channels'
import { attempt, retryAfterMs } from './attempt'
import { ChannelCopy } from './channel-copy'
import { DatabaseWatch, type Look } from './database-watch'
import { loadCopy } from './load-copy'
import { DirectState, type Outage } from './outage'
import { planMessages } from './plan'
import { alertsFolder, SealedFile } from './sealed-file'
import { settle } from './settle'

export type DirectLimits = {
  /** Between two looks at the database. */
  everyMs: number
  answerWithinMs: number
  /** So long after the first look that failed it is told: with the looks' own time, 15 s after the last answer at most. */
  awayAfterMs: number
  copyEveryMs: number
  sendWithinMs: number
  retryAfterMs: readonly number[]
}

const defaultLimits: DirectLimits = {
  everyMs: 2 * secondMs,
  answerWithinMs: 2 * secondMs,
  awayAfterMs: 8 * secondMs,
  copyEveryMs: minuteMs,
  sendWithinMs: 10 * secondMs,
  retryAfterMs,
}

/** A process that slept longer than this beyond its time stood still. */
const stillMs = 5 * secondMs
/** Answers in a row before the database counts as back. */
const answersToReturn = 2

type DirectOptions = {
  /** True while this process starts or drains: nothing is sent then. */
  isQuiet: () => boolean
  folder?: string
  now?: Clock
  /** Reads from the database what has to be known without it. */
  loadCopy?: typeof loadCopy
  sendAs?: typeof sendAs
  limits?: Partial<DirectLimits>
}

/**
 * Tells of a database that is away, which no row can: watches it, keeps an encrypted copy of the channels on the disk while
 * it answers, sends `database-unreachable` straight through them while it does not, and hands the whole story to the
 * database on its return. Processes that share a folder take turns, and tell it once.
 */
export class DirectPath {
  readonly #options: DirectOptions
  readonly #limits: DirectLimits
  readonly #now: Clock
  readonly #folder: string
  readonly #copyFile: SealedFile<typeof ChannelCopy>
  readonly #stateFile: SealedFile<typeof DirectState>
  readonly #watch: DatabaseWatch
  #copy: ChannelCopy | undefined
  #copiedAtMs = Number.NEGATIVE_INFINITY
  #answeredAtMs = Number.NEGATIVE_INFINITY
  #stop = new AbortController()
  #run: Promise<void> | undefined

  constructor(options: DirectOptions) {
    const folder = options.folder ?? alertsFolder()
    this.#options = options
    this.#limits = { ...defaultLimits, ...options.limits }
    this.#now = options.now ?? systemClock
    this.#folder = folder
    this.#copyFile = new SealedFile(folder, 'channels.sealed', ChannelCopy)
    this.#stateFile = new SealedFile(folder, 'direct.sealed', DirectState)
    this.#watch = new DatabaseWatch(this.#limits, this.#now)
  }

  start(): void {
    if (this.#run) return
    this.#stop = new AbortController()
    this.#run = this.#loop(this.#stop.signal)
  }

  /** Ends after the step under way. An outage that is still open is gone on with by the next process. */
  async stop(): Promise<void> {
    this.#stop.abort()
    await this.#run
    this.#run = undefined
  }

  /** Whether the database answered within the last minute. */
  get isDatabaseThere(): boolean {
    return performance.now() - this.#answeredAtMs < minuteMs
  }

  /** After a change of channels: the copy is made anew at the next look. */
  forgetCopy(): void {
    this.#copiedAtMs = Number.NEGATIVE_INFINITY
  }

  /** One look at the database and what follows from it. */
  async step(): Promise<void> {
    const look = await this.#watch.look()
    if (look.state === 'there') this.#answeredAtMs = performance.now()
    if (this.#options.isQuiet()) return
    if (look.state === 'there') await this.#whenThere(look.answersInRow)
    else if (look.state === 'away' || this.#state().outage) await this.#inTurn(() => this.#whenAway(look))
  }

  async #whenThere(answersInRow: number): Promise<void> {
    const { outage } = this.#state()
    if (outage && !outage.endedAt) await this.#inTurn(async () => this.#noteReturn())
    if (outage && answersInRow >= answersToReturn) await this.#inTurn(() => this.#settle())
    if (performance.now() - this.#copiedAtMs >= this.#limits.copyEveryMs) await this.#makeCopy()
  }

  async #makeCopy(): Promise<void> {
    const copy = await (this.#options.loadCopy ?? loadCopy)(this.#now())
    this.#copiedAtMs = performance.now()
    const isNew = JSON.stringify(copy) !== JSON.stringify(this.#copy)
    this.#copy = copy
    if (isNew) this.#copyFile.write(copy)
  }

  /** When it first answered again; it is settled once it has proved that it stays. */
  #noteReturn(): void {
    const state = this.#state()
    if (!state.outage) return
    state.outage.endedAt = this.#now().toISOString()
    this.#stateFile.write(state)
  }

  async #settle(): Promise<void> {
    const state = this.#state()
    if (!state.outage?.endedAt) return
    await settle(state.outage)
    logger.info('ALERT_DIRECT_SETTLED', { alertId: state.outage.id, deliveries: state.outage.deliveries.length })
    this.#stateFile.write({ ...state, outage: null })
    // What was written there is part of the copy: the cooldown.
    this.forgetCopy()
  }

  async #whenAway(look: Look & { state: 'unsure' | 'away' }): Promise<void> {
    this.#copy ??= this.#copyFile.read()
    const copy = this.#copy
    const state = this.#state()
    const now = this.#now()
    state.outage ??= newOutage(look, now)
    const { outage } = state
    // It answered once and fell silent again: the same outage.
    outage.endedAt = null
    if (copy) outage.deliveries.push(...planMessages(outage, { copy, lastFiringAt: state.lastFiringAt, now }))
    this.#stateFile.write(state)
    const due = outage.deliveries.filter(
      ({ status, nextAttemptAt }) =>
        status === 'SENDING' || (status === 'PENDING' && new Date(nextAttemptAt).getTime() <= now.getTime()),
    )
    const save = () => {
      for (const { channelId, status, finishedAt } of outage.deliveries)
        if (status === 'SENT' && finishedAt) state.lastFiringAt[channelId] = finishedAt
      this.#stateFile.write(state)
    }
    const way = {
      channels: copy?.channels ?? [],
      sendAs: this.#options.sendAs ?? sendAs,
      ...this.#limits,
      now: this.#now,
      save,
    }
    await Promise.all(due.map((delivery) => attempt(delivery, way)))
  }

  #state(): DirectState {
    return this.#stateFile.read() ?? { outage: null, lastFiringAt: {} }
  }

  /** Does nothing when another process of this folder is at it. */
  async #inTurn(work: () => Promise<void>): Promise<void> {
    let isOurs = false
    try {
      mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
      await withFileLock(
        join(this.#folder, 'direct.lock'),
        () => {
          isOurs = true
          return work()
        },
        0,
      )
    } catch (error) {
      if (isOurs) throw error
      logger.debug('ALERT_DIRECT_TAKES_TURNS', { error })
    }
  }

  async #loop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await this.step().catch((error: unknown) => logger.error('ALERT_DIRECT_FAILED', { error }))
      const beganMs = performance.now()
      await sleep(this.#limits.everyMs, undefined, { signal, ref: false }).catch(() => {})
      if (performance.now() - beganMs > this.#limits.everyMs + stillMs) this.#watch.forget()
    }
  }
}

const newOutage = ({ since, code }: { since: Date; code: string }, now: Date): Outage => ({
  id: uuidv7(now),
  code,
  startedAt: since.toISOString(),
  openedAt: now.toISOString(),
  endedAt: null,
  deliveries: [],
})
