import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

/** Mutants by the words that the battery says because of each. */
type Mutants = Readonly<Record<string, string>>

/** A battery's short form in a process and on a PostgreSQL of its own: whether it passed, and what it printed. */
async function run(name: string, mutant = ''): Promise<{ passed: boolean; said: string }> {
  const env = { ...process.env, BATTERY_MUTANT: mutant }
  const child = spawn(process.execPath, ['battery/run.ts', name], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { passed: code === 0, said: `${out}\n${errors}` }
}

function testPasses(name: string): void {
  test(`the battery ${name} passes`, async () => {
    const { passed, said } = await run(name)
    expect(passed, said).toBe(true)
  })
}

/** The battery passes as Daybook is, and notices each mutant. */
export function testBattery(name: string, mutants: Mutants): void {
  testPasses(name)
  test.each(Object.entries(mutants))(`the battery ${name} notices the mutant %s`, async (mutant, sign) => {
    const { passed, said } = await run(name, mutant)
    expect(passed, said).toBe(false)
    expect(said).toContain(sign)
  })
}

/** The same where each mutant leaves a sign that no other leaves: one run for all of them. */
export function testBatteryAtOnce(name: string, mutants: Mutants): void {
  testPasses(name)
  test(`the battery ${name} notices each of the mutants ${Object.keys(mutants).join(', ')}`, async () => {
    const { passed, said } = await run(name, Object.keys(mutants).join('+'))
    expect(passed, said).toBe(false)
    for (const sign of Object.values(mutants)) expect(said).toContain(sign)
  })
}
