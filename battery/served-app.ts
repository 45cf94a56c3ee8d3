import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../lib/testing/free-port'
import type { World } from './world'

const root = join(import.meta.dirname, '..')
export const founder = { email: 'founder@battery.example', password: 'correct horse battery staple' }

/** A build may have to be made first. */
const startLimitMs = 300_000

type LogLine = Record<string, unknown> & { level?: string; message?: string; requestId?: string }

/** How a process came to its end, and how long that took from the signal on. */
export type Ending = { code: number | null; signal: string | null; tookMs: number }

/** One whole Daybook with its web server, as `npm start` runs it, on the world's database. */
export class ServedApp {
  readonly address: string
  /** What it wrote, of what is a line of JSON. */
  readonly log: LogLine[] = []
  /** Lines that begin like JSON and are none. */
  readonly broken: string[] = []
  readonly #child: ChildProcess
  readonly #ended: Promise<Omit<Ending, 'tookMs'>>

  private constructor(world: World, port: number, env: Record<string, string>, mutant: string | undefined) {
    this.address = `http://localhost:${port}`
    const preload = mutant ? ['--import', './bin/resolve.ts', '--import', './battery/preload/serve-mutants.ts'] : []
    this.#child = spawn(process.execPath, [...preload, 'bin/daybook.ts', 'start'], {
      cwd: root,
      env: {
        ...process.env,
        DAYBOOK_DIST_DIR: '.next-test',
        DAYBOOK_DATA_DIR: join(world.folder, 'data'),
        DAYBOOK_FOUNDER_EMAIL: founder.email,
        DAYBOOK_FOUNDER_PASSWORD: founder.password,
        NEXTAUTH_URL: '',
        PORT: String(port),
        LOG_LEVEL: 'info',
        ...(mutant && { BATTERY_MUTANT: mutant }),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    this.#ended = once(this.#child, 'exit').then(([code, signal]) => ({ code, signal }))
    for (const stream of [this.#child.stdout, this.#child.stderr])
      if (stream) createInterface({ input: stream }).on('line', (line) => this.#hear(world, line))
  }

  /** Resolves when it is ready for requests. */
  static async start(
    world: World,
    { env = {}, mutant }: { env?: Record<string, string>; mutant?: string | undefined } = {},
  ): Promise<ServedApp> {
    const app = new ServedApp(world, await freePort(), env, mutant)
    let hasEnded = false
    void app.#ended.then(() => {
      hasEnded = true
    })
    const isReady = () =>
      fetch(`${app.address}/ready`)
        .then(({ ok }) => ok)
        .catch(() => false)
    for (const deadline = Date.now() + startLimitMs; !(await isReady()); await sleep(100))
      if (hasEnded || Date.now() > deadline) throw new Error('Daybook did not start; see what it said')
    return app
  }

  /** The cookie of its founder, or of somebody else. */
  async signIn(person: { email: string; password: string } = founder): Promise<string> {
    const csrf = await fetch(`${this.address}/api/auth/csrf`)
    const { csrfToken } = (await csrf.json()) as { csrfToken: string }
    const answer = await fetch(`${this.address}/api/auth/callback/credentials`, {
      method: 'POST',
      headers: { cookie: cookiesOf(csrf), 'content-type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ csrfToken, ...person, json: 'true' }),
      redirect: 'manual',
    })
    if (answer.status !== 200) throw new Error(`Signing in was answered ${answer.status}`)
    return cookiesOf(answer)
  }

  /** Sends the signal and waits for the end, which it forces after `limitMs`. */
  async end(signal: NodeJS.Signals = 'SIGTERM', limitMs = 30_000): Promise<Ending> {
    const startedMs = performance.now()
    this.#child.kill(signal)
    const force = setTimeout(() => this.#child.kill('SIGKILL'), limitMs)
    const ending = await this.#ended
    clearTimeout(force)
    return { ...ending, tookMs: performance.now() - startedMs }
  }

  #hear(world: World, line: string): void {
    appendFileSync(join(world.folder, 'apps.log'), `${line}\n`)
    if (!line.startsWith('{')) return
    try {
      this.log.push(JSON.parse(line))
    } catch {
      this.broken.push(line)
    }
  }
}

const cookiesOf = (response: Response): string =>
  response.headers
    .getSetCookie()
    .map((cookie) => cookie.split(';', 1)[0])
    .join('; ')
