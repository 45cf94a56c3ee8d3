import fs, { open } from 'node:fs/promises'
import { syncBuiltinESMExports } from 'node:module'
import process from 'node:process'
import pg from 'pg'
import { Spool } from '../../lib/audit/write/spool'
import { patch, patchAny } from './patch'

// Loaded before an app of a battery: kills the process with SIGKILL at one point, `BATTERY_DIE_AT=<point>:<passes>`, from
// outside of the code that is tested: at the seams to PostgreSQL and to the file system.

const [point, passes = '0'] = (process.env.BATTERY_DIE_AT ?? '').split(':')
let left = Number(passes)

/** True once, when the point has been passed so often. */
const isTimeFor = (name: string): boolean => name === point && left-- === 0

/** Nothing of this process runs after it. */
const die = () => process.kill(process.pid, 'SIGKILL')

function dieAt(name: string): void {
  if (isTimeFor(name)) die()
}

const inserts = new Set([
  'audit-copy',
  'audit-insert',
  'audit-insert-one',
  'audit-insert-again',
  'audit-insert-again-one',
])
const statements = new WeakMap<object, string[]>()
let isReplaying = false

patchAny(
  pg.Client.prototype,
  'query',
  (query) =>
    function (this: object, config, ...more) {
      const name = nameOf(config)
      const before = name.startsWith('BEGIN') ? [] : (statements.get(this) ?? [])
      statements.set(this, [...before, name])
      // The outcome of a delivery is about to be written: the receiver has the message.
      if (name.includes('UPDATE "Delivery" SET "status" = $1')) dieAt('delivery-sent')
      if (name === 'audit-copy') watchCopy(config as { callback: (error?: unknown) => void })
      const result = query.call(this, config, ...more)
      if (inserts.has(name)) setImmediate(() => dieAt('insert-sent'))
      return result instanceof Promise ? result.then((value: unknown) => passed(name, before, value)) : result
    } as typeof query,
)

/** A batch goes in as a COPY, which is no query with a text: its end is told by its callback. */
function watchCopy(copy: { callback: (error?: unknown) => void }): void {
  const told = copy.callback
  copy.callback = (error) => {
    if (!error) dieAt(isReplaying ? 'replay-midway' : 'committed')
    told(error)
  }
}

function nameOf(config: unknown): string {
  if (typeof config === 'string') return config
  if (config?.constructor.name === 'Copy') return 'audit-copy'
  const { name, text } = Object(config) as { name?: string; text?: string }
  return name ?? text ?? ''
}

function passed(name: string, before: readonly string[], value: unknown): unknown {
  if (inserts.has(name)) dieAt(isReplaying ? 'replay-midway' : 'committed')
  if (name.startsWith('audit-leaves-write')) dieAt('seal-midway')
  if (name === 'COMMIT' && before.some((one) => one.startsWith('audit-leaves-write'))) dieAt('sealed')
  if (name === 'COMMIT' && before.some((one) => one.startsWith('INSERT INTO "AuditCheckpoint"'))) dieAt('signed')
  if (name === 'COMMIT' && before.some((one) => one.includes(`SET "status" = 'SENDING'`))) dieAt('delivery-claimed')
  return value
}

const anyFile = await open(process.execPath, 'r')
const files = Object.getPrototypeOf(anyFile) as fs.FileHandle
await anyFile.close()
const spools = new WeakSet<fs.FileHandle>()

/** Spools are appended as bytes, checkpoints as text. */
patch(
  files,
  'appendFile',
  (appendFile) =>
    async function (data, options) {
      if (typeof data !== 'string') spools.add(this)
      if (isTimeFor(typeof data === 'string' ? 'checkpoint-torn' : 'spool-torn')) {
        const bytes = Buffer.from(data as string | Buffer)
        await this.write(bytes.subarray(0, Math.ceil(bytes.length / 2)))
        die()
      }
      await appendFile.call(this, data, options)
    },
)

patch(
  files,
  'datasync',
  (datasync) =>
    async function () {
      if (spools.has(this)) dieAt('spool-written')
      await datasync.call(this)
      if (spools.has(this)) dieAt('spool-synced')
    },
)

patch(fs, 'rename', (rename) => async (from, to) => {
  await rename(from, to)
  if (String(to).endsWith('.spool')) dieAt('adopted')
})
syncBuiltinESMExports()

patch(
  Spool.prototype,
  'read',
  (read) =>
    async function (segment) {
      isReplaying = true
      return read.call(this, segment)
    },
)
patch(
  Spool.prototype,
  'remove',
  (remove) =>
    async function (segment) {
      dieAt('replayed')
      isReplaying = false
      return remove.call(this, segment)
    },
)
