import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'

/** A battery's short form in a process and on a PostgreSQL of its own: whether it passed, and what it printed. */
async function run(name: string, mutant = ''): Promise<{ passed: boolean; said: string }> {
  const env = { ...process.env, BATTERY_MUTANT: mutant }
  const child = spawn(process.execPath, ['battery/run.ts', name], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const [out, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'close')])
  return { passed: code === 0, said: `${out}\n${errors}` }
}

/** The battery passes as Daybook is, and notices each mutant by the words that it then says. */
export function testBattery(name: string, mutants: Readonly<Record<string, string>>): void {
  test(`the battery ${name} passes`, async () => {
    const { passed, said } = await run(name)
    expect(passed, said).toBe(true)
  })

  test.each(Object.entries(mutants))(`the battery ${name} notices the mutant %s`, async (mutant, sign) => {
    const { passed, said } = await run(name, mutant)
    expect(passed, said).toBe(false)
    expect(said).toContain(sign)
  })
}
