import { spawnSync } from 'node:child_process'
import { expect, test } from 'playwright/test'

/** The batteries that need the production build, and by what the mutants of each are noticed. */
const batteries = {
  shutdown: {
    'exits-at-once': 'Its phases were: none',
    'keeps-connections': 'came to a kept connection that was closed unannounced',
  },
  fuzz: {
    'trusts-text': '(a lone surrogate): 500',
    hangs: 'no answer within',
    'tells-all': 'tells at JSON.stringify',
  },
  canary: {
    'redacts-nothing': 'given inboundKey in log',
    'sentry-unscrubbed': 'person quoted in Sentry',
    'echoes-addresses': 'credential refusingHookPath in log',
  },
  inert: {
    'csv-raw': 'a cell is a formula',
    'html-raw': 'CSP: ',
    'lines-raw': 'the log: a line that is no record',
    'slack-raw': 'for markup',
  },
} as const

/** Those whose mutants leave signs that no other leaves: one run for all of them. */
const atOnce: ReadonlySet<string> = new Set(['canary', 'inert'])

// Each starts a PostgreSQL and a Daybook of its own, which takes what it takes where others work too.
test.describe.configure({ timeout: 600_000 })

/** One run in a process and on a PostgreSQL of its own; what it printed. */
function runBattery(name: string, mutant = ''): { passed: boolean; said: string } {
  const env = { ...process.env, BATTERY_MUTANT: mutant }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['battery/run.ts', name], { env, encoding: 'utf8' })
  return { passed: status === 0, said: `${stdout}\n${stderr}` }
}

for (const [name, mutants] of Object.entries(batteries)) {
  test(`the battery ${name} passes`, () => {
    const { passed, said } = runBattery(name)
    expect(passed, said).toBe(true)
  })

  if (atOnce.has(name))
    test(`the battery ${name} notices each of the mutants ${Object.keys(mutants).join(', ')}`, () => {
      const { passed, said } = runBattery(name, Object.keys(mutants).join('+'))
      expect(passed, said).toBe(false)
      for (const sign of Object.values(mutants)) expect(said).toContain(sign)
    })
  else
    for (const [mutant, sign] of Object.entries(mutants))
      test(`the battery ${name} notices the mutant ${mutant}`, () => {
        const { passed, said } = runBattery(name, mutant)
        expect(passed, said).toBe(false)
        expect(said).toContain(sign)
      })
}
