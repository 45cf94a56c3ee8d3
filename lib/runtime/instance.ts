import { hostname } from 'node:os'
import process from 'node:process'
import { AuditAction, logSuccess } from '../audit'
import { minuteMs, secondMs } from '../clock'
import { systemContext } from '../context'
import { classifyDbError, getPool, withTx } from '../db'
import { uuidv7 } from '../ids'
import { instanceId } from '../instance-id'
import { logger } from '../logger'
import { release } from '../release'
import { processSingleton } from '../singleton'
import { unhandledErrors } from './unhandled'

/** `app` serves and does background work, `web` only serves (WORKER=off), `worker` only works. */
export type Role = 'app' | 'web' | 'worker'

const beatMs = 10 * secondMs
const againMs = 5 * secondMs
/** Nobody's sign of life for longer than this is told when somebody is back. */
const silenceSeconds = (2 * minuteMs) / secondMs
/** Starts at the same moment see each other: who comes first was the one that nobody saw. */
const lockNumber = 4_107_202_611

/** This process in the table of all that ran: a row at the start, a sign of life every ten seconds, the end. */
export class Instance {
  readonly id: string
  readonly #role: Role
  #timer: NodeJS.Timeout | undefined
  #announced: Promise<void> | undefined
  #isOver = false

  constructor(role: Role, id = uuidv7()) {
    this.#role = role
    this.id = id
  }

  /** Returns at once; as soon as the database takes the row, SYSTEM_STARTED is recorded. */
  start(): void {
    const startMs = Math.round(performance.now())
    this.#announced = this.#announce(startMs)
  }

  /** Records SYSTEM_STOPPED, which is durable when this resolves, and the end in the row. Nothing when it never started. */
  async stop(reason: string): Promise<void> {
    this.#isOver = true
    clearTimeout(this.#timer)
    await this.#announced
    if (!this.#isKnown) return
    this.#isKnown = false
    const metadata = { reason, uptimeSeconds: Math.round(process.uptime()), unhandledErrors: unhandledErrors() }
    await logSuccess(AuditAction.SYSTEM_STOPPED, `Daybook stopped (${reason})`, {
      metadata: { ...this.#facts(), ...metadata },
    })
    await this.#note(
      `UPDATE "Instance" SET "stoppedAt" = clock_timestamp(), "lastSeenAt" = clock_timestamp() WHERE "id" = $1`,
    )
  }

  #isKnown = false

  async #announce(startMs: number): Promise<void> {
    try {
      const silentSeconds = await this.#register()
      this.#isKnown = true
      this.#beatLater()
      await logSuccess(AuditAction.SYSTEM_STARTED, 'Daybook started', {
        metadata: { ...this.#facts(), silentSeconds, startMs },
      })
    } catch (error) {
      logger.warn('INSTANCE_WAITS', { code: classifyDbError(error)?.logCode, error })
      if (this.#isOver) return
      this.#timer = setTimeout(() => {
        this.#announced = this.#announce(startMs)
      }, againMs).unref()
    }
  }

  #facts() {
    return { instanceId: this.id, release: release(), host: hostname(), role: this.#role }
  }

  /** Answers how long nobody had been there; null when somebody was, or nobody ever. */
  async #register(): Promise<number | null> {
    return withTx(systemContext('runtime'), async (tx) => {
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(${lockNumber})`
      const [row] = await tx.$queryRaw<{ silentSeconds: number | null }[]>`
        INSERT INTO "Instance" ("id", "host", "pid", "role", "release", "startedAt", "lastSeenAt", "silentSeconds")
        SELECT ${this.id}::uuid, ${hostname()}, ${process.pid}, ${this.#role}, ${release()}, clock_timestamp(), clock_timestamp(),
          CASE WHEN silence > ${silenceSeconds} THEN silence::int END
        FROM (SELECT extract(epoch FROM clock_timestamp() - max("lastSeenAt")) AS silence FROM "Instance") AS before
        RETURNING "silentSeconds"`
      return row?.silentSeconds ?? null
    })
  }

  #beatLater(): void {
    if (this.#isOver) return
    this.#timer = setTimeout(() => {
      void this.#note(`UPDATE "Instance" SET "lastSeenAt" = clock_timestamp() WHERE "id" = $1`).then(() =>
        this.#beatLater(),
      )
    }, beatMs).unref()
  }

  async #note(text: string): Promise<void> {
    try {
      await getPool().query(text, [this.id])
    } catch (error) {
      // Silence in the table is the truth then: the database was not there.
      logger.debug('INSTANCE_WAITS', { error })
    }
  }
}

const holder = () => processSingleton('runtime.instance', () => ({ instance: undefined as Instance | undefined }))

/** Begins this process's row. Only once per process. */
export function startInstance(role: Role): Instance {
  const instance = new Instance(role, instanceId())
  holder().instance = instance
  instance.start()
  return instance
}

/** The row of this process; undefined in one that never started the runtime. */
export const findInstance = (): Instance | undefined => holder().instance
