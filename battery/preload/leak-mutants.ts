import { ClientRequest } from 'node:http'
import { createRequire } from 'node:module'
import process from 'node:process'
import { patchAny } from './patch'

/** What lets secrets through. */
export const leakMutants: Record<string, () => void> = {
  /** Takes out no token, card or password, and no value whose key says that it is a secret. */
  'redacts-nothing': () => {
    patchAny(
      String.prototype,
      'replace',
      (replace) =>
        function (pattern, replacement, ...more) {
          const isMark = typeof replacement === 'string' && replacement.includes('[redacted]')
          return isMark ? String(this) : replace.call(this, pattern, replacement, ...more)
        },
    )
    patchAny(
      RegExp.prototype,
      'test',
      (test) =>
        function (...words) {
          return this instanceof RegExp && this.source.includes('passphrase') ? false : test.call(this, ...words)
        },
    )
  },

  /** Lets envelopes leave for Sentry as the SDK has made them. */
  'sentry-unscrubbed': () => {
    const { Client } = createRequire(import.meta.url)('@sentry/core') as { Client: { prototype: object } }
    let isFirst = true
    patchAny(
      Client.prototype,
      'getTransport',
      (getTransport) =>
        function (...words) {
          const isAskedBySetUp = isFirst
          isFirst = false
          return isAskedBySetUp ? undefined : getTransport.call(this, ...words)
        },
    )
  },

  /** Says which address it was when a call fails, as some HTTP libraries do. */
  'echoes-addresses': () =>
    patchAny(
      ClientRequest.prototype,
      'emit',
      (emit) =>
        function (event, ...more) {
          if (event === 'error' && this instanceof ClientRequest)
            process.stderr.write(`${this.method} ${this.protocol}//${this.host}${this.path} failed\n`)
          return emit.call(this, event, ...more)
        },
    ),
}
