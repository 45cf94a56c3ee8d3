import { join, relative } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { z } from 'zod'

/** One thing that failed, as the end of `npm test` repeats it: where and what, and the first lines of why. */
export type Failure = { name: string; message: string }

const messageLines = 12
/** Lines of a stack that lead through the test runner, not through us. */
const foreignFrame = /^\s+at .*(node_modules|node:|<anonymous>)/
const nothingSaid = 'It failed outside of a test; the output of its part says how.'

const VitestReport = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      message: z.string(),
      assertionResults: z.array(
        z.object({
          ancestorTitles: z.array(z.string()),
          title: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()),
        }),
      ),
    }),
  ),
})

const PlaywrightError = z.object({ message: z.string().optional() })
const PlaywrightSuite = z.object({
  specs: z.array(
    z.object({
      title: z.string(),
      file: z.string(),
      line: z.number(),
      tests: z.array(
        z.object({ status: z.string(), results: z.array(z.object({ errors: z.array(PlaywrightError).optional() })) }),
      ),
    }),
  ),
  get suites() {
    return z.array(PlaywrightSuite).optional()
  },
})
const PlaywrightReport = z.object({
  config: z.object({ rootDir: z.string() }),
  suites: z.array(PlaywrightSuite),
  errors: z.array(PlaywrightError),
})

/** Every failed test of Vitest's JSON report, and every file that failed without one. None if it is not such a report. */
export function vitestFailures(report: unknown): Failure[] {
  const files = VitestReport.safeParse(report).data?.testResults ?? []
  return files.flatMap((file) => {
    const path = fromHere(file.name)
    const failed = file.assertionResults
      .filter(({ status }) => status === 'failed')
      .map((test) => failure([path, ...test.ancestorTitles, test.title], test.failureMessages.join('\n')))
    // An import or a hook: its tests did not run.
    return failed.length === 0 && file.status === 'failed' ? [failure([path], file.message)] : failed
  })
}

/** Every unexpected or flaky test of Playwright's JSON report, and errors outside of tests. None if it is not such a report. */
export function playwrightFailures(report: unknown): Failure[] {
  const { data } = PlaywrightReport.safeParse(report)
  if (!data) return []
  const outside = data.errors.map((error) => failure(['Playwright'], error.message ?? ''))
  return [...outside, ...data.suites.flatMap((suite) => ofSuite(suite, data.config.rootDir))]
}

function ofSuite(suite: z.infer<typeof PlaywrightSuite>, folder: string): Failure[] {
  const own = suite.specs.flatMap((spec) =>
    spec.tests
      .filter(({ status }) => status === 'unexpected' || status === 'flaky')
      .map(({ results }) => {
        const messages = results.flatMap(({ errors = [] }) => errors.map(({ message = '' }) => message))
        return failure([`${fromHere(join(folder, spec.file))}:${spec.line}`, spec.title], messages.join('\n'))
      }),
  )
  return [...own, ...(suite.suites ?? []).flatMap((inner) => ofSuite(inner, folder))]
}

/** As lines for the terminal, each part under its title. */
export function tellFailures(title: string, failures: readonly Failure[]): string[] {
  const told = failures.flatMap(({ name, message }) => [
    `  ${name}`,
    ...message.split('\n').map((line) => `    ${line}`.trimEnd()),
  ])
  return [`Failed in ${title}:`, ...told]
}

/** A failure without colours and frames of others, its message cut to the first lines. */
export function failure(path: readonly string[], message: string): Failure {
  const lines = stripVTControlCharacters(message)
    .trim()
    .split('\n')
    .filter((line) => !foreignFrame.test(line))
  const first = lines.slice(0, messageLines)
  const left = lines.length - first.length
  if (left > 0) first.push(`(and ${left} more lines)`)
  const name = path.filter((title) => title !== '').join(' > ')
  return { name, message: lines.join('') === '' ? nothingSaid : first.join('\n') }
}

function fromHere(path: string): string {
  return relative(process.cwd(), path)
}
