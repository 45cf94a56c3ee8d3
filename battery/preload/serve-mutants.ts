import { ServerResponse } from 'node:http'
import process from 'node:process'
import { patchAny } from './patch'

// Loaded before a whole Daybook with its web server: takes one guard away, at a seam that the build leaves open.

const mutants: Record<string, () => void> = {
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
}

mutants[process.env.BATTERY_MUTANT ?? '']?.()
