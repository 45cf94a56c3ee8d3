import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port'

/** Makes sure that Prometheus and promtool are here, from Debian's packages where we are root. Throws when they are not. */
export function ensurePrometheus(): void {
  const works = () => ['prometheus', 'promtool'].every((name) => spawnSync(name, ['--version']).status === 0)
  if (!works() && process.platform === 'linux' && process.getuid?.() === 0) {
    const quiet = ['DEBIAN_FRONTEND=noninteractive', 'apt-get']
    const aptGet = (...args: string[]) => spawnSync('env', [...quiet, ...args], { stdio: 'ignore', timeout: 300_000 })
    aptGet('update', '-q')
    // Starts a server of its own where there is systemd; ours has another port and folder.
    aptGet('install', '-y', '-q', '--no-install-recommends', 'prometheus')
  }
  if (!works())
    throw new Error(
      '/metrics is tested with a real Prometheus: install the package prometheus (2.40 or newer) and try again.',
    )
}

/** What `promtool check metrics` complains about; nothing when all is well. */
export function promtoolComplaints(text: string): string {
  const { status, stdout, stderr, error } = spawnSync('promtool', ['check', 'metrics'], {
    input: text,
    encoding: 'utf8',
  })
  if (error) throw error
  return status === 0 ? `${stdout}${stderr}`.trim() : `promtool ended with ${status}: ${stdout}${stderr}`.trim()
}

export type PrometheusAnswer = { metric: Record<string, string>; value: number }

/** A Prometheus that scrapes one target with a key. */
export class Prometheus {
  readonly #port: number
  readonly #folder: string
  readonly #child: ReturnType<typeof spawn>
  #said = ''

  private constructor(port: number, folder: string) {
    this.#port = port
    this.#folder = folder
    this.#child = spawn(
      'prometheus',
      [
        `--config.file=${join(folder, 'prometheus.yml')}`,
        `--storage.tsdb.path=${join(folder, 'data')}`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--enable-feature=exemplar-storage',
        '--log.level=warn',
      ],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    )
    for (const stream of [this.#child.stdout, this.#child.stderr])
      stream?.on('data', (chunk) => {
        this.#said += String(chunk)
      })
  }

  /** Scrapes `http://<target>/metrics` from now on. Throws when it does not come up. */
  static async start(options: { target: string; key: string; intervalSeconds: number }): Promise<Prometheus> {
    const folder = mkdtempSync(join(tmpdir(), 'daybook-prometheus-'))
    writeFileSync(join(folder, 'key'), options.key, { mode: 0o600 })
    const config = [
      'global:',
      `  scrape_interval: ${options.intervalSeconds}s`,
      `  scrape_timeout: ${options.intervalSeconds}s`,
      'scrape_configs:',
      '  - job_name: daybook',
      `    authorization: { credentials_file: ${join(folder, 'key')} }`,
      `    static_configs: [{ targets: ['${options.target}'] }]`,
    ]
    writeFileSync(join(folder, 'prometheus.yml'), config.join('\n'))
    const started = new Prometheus(await freePort(), folder)
    await started.#untilReady()
    await started.moreScrapes(1)
    return started
  }

  async #untilReady(): Promise<void> {
    for (const deadline = Date.now() + 30_000; Date.now() < deadline; await sleep(100)) {
      const answer = await fetch(`http://127.0.0.1:${this.#port}/-/ready`).catch(() => undefined)
      if (answer?.ok) return
    }
    await this.stop()
    throw new Error(`Prometheus did not come up: ${this.#said}`)
  }

  /** An instant query. */
  async query(promql: string): Promise<PrometheusAnswer[]> {
    const found = await this.#get<{ result: { metric: Record<string, string>; value: [number, string] }[] }>(
      `query?query=${encodeURIComponent(promql)}`,
    )
    return found.result.map(({ metric, value }) => ({ metric, value: Number(value[1]) }))
  }

  /** Resolves when it has scraped so often again, well or not; it takes some seconds to begin. */
  async moreScrapes(count: number, limitMs = 60_000): Promise<void> {
    const scrapes = async () => (await this.query('count_over_time(up[1h])'))[0]?.value ?? 0
    const wanted = (await scrapes()) + count
    for (const deadline = Date.now() + limitMs; Date.now() < deadline; await sleep(100))
      if ((await scrapes()) >= wanted) return
    await this.stop()
    throw new Error(`Prometheus does not scrape: ${this.#said}`)
  }

  /** Labels of the exemplars of the last hour. */
  async exemplars(promql: string): Promise<Record<string, string>[]> {
    const end = Date.now() / 1_000 + 60
    const found = await this.#get<{ exemplars: { labels: Record<string, string> }[] }[]>(
      `query_exemplars?query=${encodeURIComponent(promql)}&start=${end - 3_600}&end=${end}`,
    )
    return found.flatMap(({ exemplars }) => exemplars.map(({ labels }) => labels))
  }

  /** What went wrong with the last scrape; empty when nothing did. */
  async lastError(): Promise<string> {
    const { activeTargets } = await this.#get<{ activeTargets: { lastError: string }[] }>('targets')
    return activeTargets.map(({ lastError }) => lastError).join('; ')
  }

  /** Warnings and errors that it wrote. */
  get said(): string {
    return this.#said.trim()
  }

  async stop(): Promise<void> {
    if (this.#child.exitCode === null && this.#child.kill('SIGTERM')) await once(this.#child, 'exit')
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #get<T>(path: string): Promise<T> {
    const response = await fetch(`http://127.0.0.1:${this.#port}/api/v1/${path}`)
    const body = (await response.json()) as { status: string; data: T; error?: string }
    if (body.status !== 'success') throw new Error(`Prometheus refused ${path}: ${body.error}`)
    return body.data
  }
}
