import { registerHooks } from 'node:module'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import pg from 'pg'
import { uuidv7 } from '../../lib/ids'
import { patch, patchAny } from './patch'

// Loaded before an app of a battery: takes one guard away. A battery that does not notice proves nothing.

const mutants: Record<string, () => void | Promise<void>> = {
  /** Acknowledges before the insert. */
  async 'acknowledge-first'() {
    const { Writer } = await import('../../lib/audit/write/writer')
    patch(
      Writer.prototype,
      'write',
      (write) =>
        async function (row) {
          void write.call(this, row)
          return 'database'
        },
    )
  },

  /** Acknowledges from the spool before anything is written. */
  async 'spool-later'() {
    const { Spool } = await import('../../lib/audit/write/spool')
    patch(
      Spool.prototype,
      'append',
      (append) =>
        async function (rows) {
          void sleep(400).then(() => append.call(this, rows))
        },
    )
  },

  /** Acknowledges from the spool and writes nothing. */
  async 'spool-nothing'() {
    const { Spool } = await import('../../lib/audit/write/spool')
    patch(Spool.prototype, 'append', () => async () => {})
  },

  /** Replays under new ids, so that nobody recognises what was committed before. */
  async 'replay-new-ids'() {
    const { Spool } = await import('../../lib/audit/write/spool')
    patch(
      Spool.prototype,
      'read',
      (read) =>
        async function (segment) {
          const content = await read.call(this, segment)
          return content && { ...content, rows: content.rows.map((row) => ({ ...row, id: uuidv7() })) }
        },
    )
  },

  /** Answers commits before they are on the disk. */
  'commit-later'() {
    patchAny(
      pg.Client.prototype,
      'query',
      (query) =>
        function (config, ...more) {
          const isOn = typeof config === 'string' && config.includes("set_config('synchronous_commit'")
          return query.call(this, isOn ? config.replace("ELSE 'on'", "ELSE 'off'") : config, ...more)
        },
    )
  },

  /** Lets statements wait for a server that has fallen silent. */
  async 'silence-unwatched'() {
    const { SilenceWatch } = await import('../../lib/db/silence-watch')
    patch(SilenceWatch.prototype, 'look', () => () => {})
  },

  /** A leader that froze and thaws goes on as if nothing had happened. */
  unfenced: () => instead('/lib/db/lead.ts', 'lead-unfenced.ts'),

  /** Sends what is due without taking it first, so that every process does. */
  'claim-nothing': () => instead('/lib/alerts/deliver/claim.ts', 'claim-nothing.ts'),

  /** Reads answers to their end. */
  'read-all': () => instead('/lib/outbound/read-start.ts', 'read-all.ts'),

  /** Sends to whatever address a name or number stands for. */
  'inside-allowed': () => instead('/lib/outbound/address-kind.ts', 'inside-allowed.ts'),

  /** Tries again at once. */
  'retry-soon': () => instead('/lib/alerts/deliver/retry-schedule.ts', 'retry-soon.ts'),

  /** Refuses all events of a batch in which one is bad. */
  'batch-refused-whole': () => instead('/lib/audit/write/commit.ts', 'commit-whole.ts'),
}

/** Loads a file of this folder wherever the code asks for the one that ends so. */
function instead(original: string, mutant: string): void {
  const other = pathToFileURL(`${import.meta.dirname}/${mutant}`).href
  registerHooks({
    resolve(specifier, context, next) {
      const found = next(specifier, context)
      return found.url.endsWith(original) ? { ...found, url: other } : found
    },
  })
}

await mutants[process.env.BATTERY_MUTANT ?? '']?.()
