import { spawnSync } from 'node:child_process'
import { expect, test } from 'playwright/test'

/** A battery that needs the production build, in a process and on a PostgreSQL of its own; what it printed. */
function runBattery(name: string, mutant = ''): { passed: boolean; said: string } {
  const env = { ...process.env, BATTERY_MUTANT: mutant }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['battery/run.ts', name], { env, encoding: 'utf8' })
  return { passed: status === 0, said: `${stdout}\n${stderr}` }
}

test.describe('shutdown', () => {
  test('answers every request that reached it, in time and in order', () => {
    const { passed, said } = runBattery('shutdown')
    expect(passed, said).toBe(true)
  })

  for (const [mutant, sign] of [
    ['exits-at-once', 'Its phases were: none'],
    ['keeps-connections', 'came to a kept connection that was closed unannounced'],
  ] as const)
    test(`the mutant ${mutant} is noticed`, () => {
      const { passed, said } = runBattery('shutdown', mutant)
      expect(passed, said).toBe(false)
      expect(said).toContain(sign)
    })
})
