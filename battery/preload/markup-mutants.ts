import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import { patchAny } from './patch'

/** How the expressions begin that find a formula. */
const formulas = ['^[=+', '^[\\t']

/** What lets text become something else. */
export const markupMutants: Record<string, () => void> = {
  /** Finds no formula anywhere. */
  'csv-raw': () =>
    patchAny(
      RegExp.prototype,
      'test',
      (test) =>
        function (...words) {
          const isFormula = this instanceof RegExp && formulas.some((start) => this.source.startsWith(start))
          return isFormula ? false : test.call(this, ...words)
        },
    ),

  /** React writes text into pages as it is. */
  'html-raw': () =>
    patchAny(
      RegExp.prototype,
      'exec',
      (exec) =>
        function (...words) {
          return this instanceof RegExp && this.source === '["\'&<>]' ? null : exec.call(this, ...words)
        },
    ),

  /** Lines of the log keep their line feeds and their control characters. */
  'lines-raw': () => {
    patchAny(
      fs,
      'writeSync',
      (writeSync) =>
        function (fd, data, ...more) {
          const isLine = fd === 1 && typeof data === 'string'
          const raw = isLine ? data.replaceAll('\\n', '\n').replaceAll('\\u001b', '\u001b') : data
          return writeSync.call(this, fd, raw, ...more)
        },
    )
    syncBuiltinESMExports()
  },

  /** Slack's control characters stay what they are. */
  'slack-raw': () =>
    patchAny(
      String.prototype,
      'replaceAll',
      (replaceAll) =>
        function (what, replacement, ...more) {
          return replacement === '&lt;' ? String(this) : replaceAll.call(this, what, replacement, ...more)
        },
    ),
}
