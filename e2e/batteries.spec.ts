import { spawnSync } from 'node:child_process'
import { expect, test } from 'playwright/test'

/** The batteries that need the production build: how each passes, and by what its mutants are noticed. */
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
} as const

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

  for (const [mutant, sign] of Object.entries(mutants))
    test(`the battery ${name} notices the mutant ${mutant}`, () => {
      const { passed, said } = runBattery(name, mutant)
      expect(passed, said).toBe(false)
      expect(said).toContain(sign)
    })
}
