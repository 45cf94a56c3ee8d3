import { join } from 'node:path'
import { expect, it } from 'vitest'
import { playwrightFailures, tellFailures, vitestFailures } from './test-failures'

const here = (file: string) => join(process.cwd(), file)
const test = (title: string, status: string, ...failureMessages: string[]) => ({
  ancestorTitles: ['', 'the sealer'],
  title,
  status,
  failureMessages,
})

it('names each failed test of Vitest, and files that failed without one', () => {
  const report = {
    testResults: [
      {
        name: here('lib/seal.db.test.ts'),
        status: 'failed',
        message: '',
        assertionResults: [
          test('seals', 'passed'),
          test(
            'leads',
            'failed',
            '\u001b[31mError: twice\u001b[39m\n    at lib/x.ts:7\n    at file:///d/node_modules/v.js:9',
          ),
        ],
      },
      { name: here('lib/broken.test.ts'), status: 'failed', message: 'Cannot find module', assertionResults: [] },
      { name: here('lib/hook.test.ts'), status: 'failed', message: '', assertionResults: [test('waits', 'skipped')] },
      { name: here('lib/good.test.ts'), status: 'passed', message: '', assertionResults: [test('works', 'passed')] },
    ],
  }
  expect(vitestFailures(report)).toEqual([
    { name: 'lib/seal.db.test.ts > the sealer > leads', message: 'Error: twice\n    at lib/x.ts:7' },
    { name: 'lib/broken.test.ts', message: 'Cannot find module' },
    { name: 'lib/hook.test.ts', message: 'It failed outside of a test; the output of its part says how.' },
  ])
})

it('names each unexpected or flaky test of Playwright with its line, and errors outside of tests', () => {
  const spec = (title: string, line: number, status: string, message: string) => ({
    title,
    file: 'leads.spec.ts',
    line,
    tests: [{ status, results: [{ errors: [{ message }] }] }],
  })
  const report = {
    config: { rootDir: here('e2e') },
    errors: [{ message: 'Timed out waiting for the server' }],
    suites: [
      {
        specs: [spec('adds', 7, 'unexpected', 'not there')],
        suites: [{ specs: [spec('sorts', 9, 'flaky', 'late'), spec('lists', 11, 'expected', '')] }],
      },
    ],
  }
  expect(playwrightFailures(report)).toEqual([
    { name: 'Playwright', message: 'Timed out waiting for the server' },
    { name: 'e2e/leads.spec.ts:7 > adds', message: 'not there' },
    { name: 'e2e/leads.spec.ts:9 > sorts', message: 'late' },
  ])
})

it('cuts a long message after its first lines', () => {
  const long = Array.from({ length: 40 }, (_, index) => `line ${index + 1}`).join('\n')
  const report = {
    testResults: [{ name: here('a.test.ts'), status: 'failed', message: long, assertionResults: [] }],
  }
  const lines = tellFailures('Database tests', vitestFailures(report))
  expect(lines.slice(0, 3)).toEqual(['Failed in Database tests:', '  a.test.ts', '    line 1'])
  expect(lines.slice(-2)).toEqual(['    line 12', '    (and 28 more lines)'])
})

it('says nothing about what is not a report', () => {
  expect([...vitestFailures({}), ...playwrightFailures({ suites: 7 })]).toEqual([])
})
