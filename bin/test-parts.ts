import { spawnSync } from 'node:child_process'
import { mkdirSync, readFileSync, rmSync } from 'node:fs'
import { setEnv } from '../lib/env'
import { findOrInstallBrowser } from './browser'
import { ensureBuild, ensureGenerated } from './build'
import { listenFrom } from './listen'
import { type Failure, failure, playwrightFailures, vitestFailures } from './test-failures'

export type Counts = { passed: number; failed: number; skipped: number }

/** How a part went; `failures` says of each failure where and why. */
export type Outcome = { counts: Counts; failures: readonly Failure[] }

/** One step of `npm test`. Throws, or answers failed > 0, when it is not all right. */
export type Part = { name: string; title: string; run(words: readonly string[]): Promise<Outcome> }

const results = '.daybook-test/results'
const bins = {
  tsc: 'node_modules/typescript/bin/tsc',
  next: 'node_modules/next/dist/bin/next',
  oxlint: 'node_modules/oxlint/bin/oxlint',
  biome: 'node_modules/@biomejs/biome/bin/biome',
  knip: 'node_modules/knip/bin/knip.js',
  vitest: 'node_modules/vitest/vitest.mjs',
  playwright: 'node_modules/playwright/cli.js',
}

/** In the order in which they run: the quick ones first. */
export const parts: readonly Part[] = [
  {
    name: 'generate',
    title: 'Generated database client',
    run: () => once(() => ensureGenerated(AbortSignal.timeout(120_000))),
  },
  // Next writes the types of routes and of imported styles and images first.
  { name: 'types', title: 'Types', run: types },
  { name: 'lint', title: 'Lint and format', run: async () => programs([bins.oxlint], [bins.biome, 'check', '.']) },
  { name: 'unused', title: 'Unused code', run: async () => programs([bins.knip, '--no-progress']) },
  { name: 'unit', title: 'Unit and architecture tests', run: async (words) => vitest('unit', words) },
  { name: 'db', title: 'Database tests', run: async (words) => vitest('db', words) },
  { name: 'build', title: 'Production build', run: buildForTests },
  { name: 'built', title: 'Batteries on the production build', run: async (words) => vitest('built', words) },
  { name: 'e2e', title: 'Browser tests', run: playwright },
]

async function types(): Promise<Outcome> {
  // Of an earlier test build; they may name routes that are gone.
  for (const folder of ['.next-test/types', '.next-test/dev']) rmSync(folder, { recursive: true, force: true })
  return programs([bins.next, 'typegen'], [bins.tsc, '--noEmit'])
}

const good: Outcome = { counts: { passed: 1, failed: 0, skipped: 0 }, failures: [] }

async function once(fn: () => Promise<unknown>): Promise<Outcome> {
  await fn()
  return good
}

/** Programs one after the other; together they are one test. */
function programs(...commands: string[][]): Outcome {
  const failures = commands.flatMap((command) => {
    const status = node(command)
    return status === 0 ? [] : [failure([`node ${command.join(' ')}`], `It ended with status ${status}.`)]
  })
  return failures.length > 0 ? { counts: { passed: 0, failed: 1, skipped: 0 }, failures } : good
}

function node(args: readonly string[], env: Record<string, string> = {}): number {
  // A shell's database must not reach a test.
  const clean = { DATABASE_URL: '', DATABASE_OWNER_URL: '', NEXT_TELEMETRY_DISABLED: '1' }
  const all = { ...process.env, ...clean, ...env }
  return spawnSync(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit'], env: all }).status ?? 1
}

function vitest(project: string, words: readonly string[]): Outcome {
  const file = freshResult(`vitest-${project}`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`]
  const status = node([bins.vitest, 'run', '--project', project, '--passWithNoTests', ...reporters, ...words])
  const report = readReport(file)
  const counts = {
    passed: numberAt(report, 'numPassedTests'),
    failed: numberAt(report, 'numFailedTests'),
    skipped: numberAt(report, 'numPendingTests') + numberAt(report, 'numTodoTests'),
  }
  return outcome(status, counts, vitestFailures(report))
}

/** A file that could not be loaded, or an error outside of any test, fails a run without a failed test. */
function outcome(status: number, counts: Counts, failures: readonly Failure[]): Outcome {
  const failed = status !== 0 && counts.failed === 0 ? 1 : counts.failed
  const isUntold = failed > 0 && failures.length === 0
  return { counts: { ...counts, failed }, failures: isUntold ? [failure(['The run itself'], '')] : failures }
}

function buildForTests(): Promise<Outcome> {
  setEnv({ DAYBOOK_DIST_DIR: '.next-test' })
  return once(() => ensureBuild(AbortSignal.timeout(600_000)))
}

async function playwright(words: readonly string[]): Promise<Outcome> {
  const file = freshResult('playwright')
  // The server under test starts on an empty folder every time.
  rmSync('.daybook-test/e2e', { recursive: true, force: true })
  const env = {
    CHROMIUM_PATH: await findOrInstallBrowser(),
    E2E_PORT: String(await freePort()),
    PLAYWRIGHT_JSON_OUTPUT_NAME: file,
  }
  const status = node([bins.playwright, 'test', '--pass-with-no-tests', '--reporter=list,json', ...words], env)
  const report = readReport(file)
  const stats = typeof report.stats === 'object' && report.stats !== null ? { ...report.stats } : {}
  const counts = {
    passed: numberAt(stats, 'expected'),
    failed: numberAt(stats, 'unexpected') + numberAt(stats, 'flaky'),
    skipped: numberAt(stats, 'skipped'),
  }
  return outcome(status, counts, playwrightFailures(report))
}

async function freePort(): Promise<number> {
  const { server, port } = await listenFrom(3950, '0.0.0.0', () => {})
  await new Promise((resolve) => server.close(resolve))
  return port
}

function freshResult(name: string): string {
  mkdirSync(results, { recursive: true })
  const file = `${results}/${name}.json`
  rmSync(file, { force: true })
  return file
}

function readReport(file: string): Record<string, unknown> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    // The runner ended before it could write one; its exit status tells.
    return {}
  }
}

function numberAt(report: Record<string, unknown>, key: string): number {
  const value = report[key]
  return typeof value === 'number' ? value : 0
}
