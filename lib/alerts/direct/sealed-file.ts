import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs'
import { join, resolve } from 'node:path'
import type { z } from 'zod'
import { env } from '../../env'
import { logger } from '../../logger'
import { openSecret, sealSecret } from '../../secrets'

/** Where this process keeps what it needs while the database is away: beside the spooled events, so on the same volume. */
export function alertsFolder(): string {
  const { AUDIT_SPOOL_DIR, DAYBOOK_DATA_DIR } = env()
  return resolve(AUDIT_SPOOL_DIR ?? DAYBOOK_DATA_DIR, 'alerts')
}

/**
 * A value on this machine's disk that nobody else can read: one encrypted file, replaced as a whole (written beside, synced,
 * renamed), so that a power cut leaves either the old one or the new one.
 */
export class SealedFile<Schema extends z.ZodType> {
  readonly #folder: string
  readonly #name: string
  readonly #schema: Schema

  constructor(folder: string, name: string, schema: Schema) {
    this.#folder = folder
    this.#name = name
    this.#schema = schema
  }

  /** Undefined when there is none, or none that this key and version can read (told in the log). */
  read(): z.output<Schema> | undefined {
    const sealed = this.#readText()
    if (sealed === undefined) return undefined
    try {
      return this.#schema.parse(JSON.parse(openSecret(sealed, this.#owner)))
    } catch (error) {
      logger.error('ALERT_FILE_UNREADABLE', { file: this.#name, error })
      return undefined
    }
  }

  write(value: z.output<Schema>): void {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 })
    const path = join(this.#folder, this.#name)
    const draft = `${path}.${process.pid}.new`
    const file = openSync(draft, 'w', 0o600)
    try {
      writeSync(file, sealSecret(JSON.stringify(value), this.#owner))
      fsyncSync(file)
    } finally {
      closeSync(file)
    }
    renameSync(draft, path)
  }

  get #owner(): string {
    return `alerts/${this.#name}`
  }

  #readText(): string | undefined {
    try {
      return readFileSync(join(this.#folder, this.#name), 'utf8')
    } catch (error) {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    }
  }
}
