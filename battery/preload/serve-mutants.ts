import { ServerResponse } from 'node:http'
import process from 'node:process'
import { leakMutants } from './leak-mutants'
import { markupMutants } from './markup-mutants'
import { patchAny } from './patch'

// Loaded before a whole Daybook with its web server: takes one guard away, at a seam that the build leaves open.

const mutants: Record<string, () => void> = {
  ...leakMutants,
  ...markupMutants,

  /** Ends as soon as it is told to, as a program does that knows nothing of SIGTERM. */
  'exits-at-once': () => void process.once('SIGTERM', () => process.exit(143)),

  /** Never asks a client to close its connection, as `next start` does not. */
  'keeps-connections': () =>
    patchAny(
      ServerResponse.prototype,
      'setHeader',
      (setHeader) =>
        function (name, ...more) {
          return name === 'Connection' ? this : setHeader.call(this, name, ...more)
        },
    ),

  /** Stumbles where it should look at text. */
  'trusts-text': () =>
    patchAny(
      String.prototype,
      'isWellFormed',
      (isWellFormed) =>
        function (...more) {
          if (String(this).includes('\ud800')) throw new Error('Nobody expected this')
          return isWellFormed.call(this, ...more)
        },
    ),

  /** Never ends some refusals. */
  hangs: () => {
    let refusals = 0
    patchAny(
      ServerResponse.prototype,
      'end',
      (end) =>
        function (...more) {
          const isRefusal = this instanceof ServerResponse && this.statusCode === 422
          if (isRefusal) refusals += 1
          return isRefusal && refusals % 100 === 50 ? this : end.call(this, ...more)
        },
    )
  },

  /** Tells strangers what only we should know. */
  'tells-all': () => {
    const { stringify } = JSON
    JSON.stringify = (value: unknown, ...more: never[]) =>
      stringify(
        typeof value === 'object' && value !== null && 'requestId' in value && 'code' in value && 'title' in value
          ? { ...value, cause: new Error('inside').stack }
          : value,
        ...more,
      )
  },
}

/** Several at once, by the names that plus signs divide: each has a sign of its own in the report. */
for (const name of (process.env.BATTERY_MUTANT ?? '').split('+')) mutants[name]?.()
