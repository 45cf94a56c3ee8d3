import { mkdirSync } from 'node:fs'
import type { RequestListener, Server } from 'node:http'
import { join } from 'node:path'
import { type DatabaseHandle, dataFolder, ensureDatabase } from '../lib/db/embedded'
import { migrate } from '../lib/db/migrate'
import { env, setEnv } from '../lib/env'
import { writeApiDocsFiles } from './api-docs-files'
import { ensureBuild, ensureGenerated } from './build'
import { refuseMissingSecrets } from './environment'
import { claimInstance, type Instance } from './instance'
import { listenFrom } from './listen'
import { say, seconds, step } from './say'
import { isKnownMethod, isReadable, refuseMethod, refuseUnparsed, refuseUnreadable } from './unreadable'
import { npmPid, untilTold } from './until-told'

const root = join(import.meta.dirname, '..')

type Served = { server: Server; instance: Instance }

/**
 * Everything from an unpacked clone to a served address, then waits until it is told to stop and takes it
 * all down again: `start` with a production build, `dev` with Next's development server. One process.
 */
export async function serve(mode: 'start' | 'dev'): Promise<number> {
  const cleanup = new Cleanup()
  const stop = new AbortController()
  const told = untilTold(() => {
    cleanup.now()
    process.exit(1)
  })
  void told.then((reason) => stop.abort(reason))
  try {
    const { server, instance } = await prepare(mode, cleanup, stop.signal)
    const reason = await told
    say(`Stopping (${reason}) …`)
    instance.update({ stopping: true })
    const { drain } = await import('../lib/runtime')
    await drain(server, reason, () => cleanup.run())
    return 0
  } catch (error) {
    await cleanup.run()
    if (!stop.signal.aborted) throw error
    say(`Stopped before it was ready (${String(stop.signal.reason)}).`)
    return 1
  }
}

/** What has to be given back, in reverse order. */
class Cleanup {
  database: DatabaseHandle | undefined
  instance: Instance | undefined

  async run(): Promise<void> {
    await this.database?.stop()
    this.database = undefined
    this.instance?.release()
    this.instance = undefined
  }

  now(): void {
    this.database?.stopNow()
    this.instance?.release()
  }
}

/** The steps in order, one line each. A signal ends them after the running one (a build at once). */
async function prepare(mode: 'start' | 'dev', cleanup: Cleanup, signal: AbortSignal): Promise<Served> {
  const startedMs = performance.now()
  const next = <T>(label: string, fn: () => Promise<T>, outcome?: (result: T) => string): Promise<T> => {
    signal.throwIfAborted()
    return step(label, fn, outcome)
  }
  say(`Daybook (${mode}), data in ${dataFolder()}`)
  const instance = await next('environment', checkEnvironment)
  cleanup.instance = instance
  cleanup.database = await next('database', ensureDatabase, (handle) => handle.description)
  const { applied } = await next(
    'migrations',
    () => migrate(),
    (done) => (done.applied.length > 0 ? `${done.applied.length} applied` : 'up to date'),
  )
  await next(
    'client',
    () => ensureGenerated(signal),
    (made) => (made ? 'generated' : 'up to date'),
  )
  // They read the generated client, which may not have been there before.
  const { fillTrial, firstStart } = await import('./first-start')
  const { recordMigrations } = await import('./record-migrations')
  await recordMigrations(applied)
  if (mode === 'dev') writeApiDocsFiles(process.cwd())
  const filling = fillTrial(signal)
  try {
    if (mode === 'start')
      await next(
        'build',
        () => ensureBuild(signal),
        (made) => (made ? 'built' : 'up to date'),
      )
  } finally {
    // The database is about to be stopped when the build was: let the running act end first.
    await filling
  }
  const problem = await filling
  signal.throwIfAborted()
  if (problem) say(`  note  the sample data is not complete, the next start tries again: ${problem.message}`)
  const { founder } = await next('people', firstStart)
  const { server, address } = await openServer(mode === 'dev')
  instance.update({ address })
  cleanup.database.supervise()
  signal.throwIfAborted()
  say(`Ready after ${seconds(startedMs)}.`)
  sayReady(address, founder)
  return { server, instance }
}

async function checkEnvironment(): Promise<Instance> {
  refuseMissingSecrets()
  const folder = dataFolder()
  mkdirSync(folder, { recursive: true })
  return claimInstance(folder, npmPid())
}

/** The port is taken first, because Next and NextAuth must know it; requests wait until Next is ready. */
async function openServer(dev: boolean): Promise<{ server: Server; address: string }> {
  const { startRuntime, watchConnections } = await import('../lib/runtime')
  startRuntime()
  const { PORT, HOST, NEXTAUTH_URL } = env()
  const ready = Promise.withResolvers<RequestListener>()
  const { server, port } = await listenFrom(PORT, HOST, (request, response) => {
    if (!isKnownMethod(request)) refuseMethod(response)
    else if (isReadable(request)) void ready.promise.then((handle) => handle(request, response))
    else refuseUnreadable(response)
  })
  watchConnections(server)
  server.on('clientError', (error, socket) => void refuseUnparsed(error, socket))
  if (port !== PORT) say(`  note  port ${PORT} is taken, using ${port}`)
  const address = NEXTAUTH_URL ?? `http://localhost:${port}`
  setEnv({ PORT: String(port), NEXTAUTH_URL: address })
  await step('server', async () => {
    const { default: next } = await import('next')
    const app = next({ dev, dir: root, hostname: 'localhost', port, httpServer: server })
    await app.prepare()
    ready.resolve(app.getRequestHandler())
  })
  return { server, address }
}

function sayReady(address: string, founder: { email: string; password?: string } | undefined): void {
  say('')
  say(`  Daybook   ${address}`)
  if (founder)
    say(`  Sign in   ${founder.email}${founder.password ? `   password: ${founder.password}   (shown only now)` : ''}`)
  else say('  Sign in   as before; forgotten: npx daybook user reset-password --email …')
  say(`  Data      ${dataFolder()}`)
  say('')
}
