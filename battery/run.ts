import '../bin/resolve.ts'
import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import process from 'node:process'

// Imported only now: static imports would be resolved before the line above has run.
process.chdir(resolve(import.meta.dirname, '..'))
Object.assign(process.env, { NODE_ENV: 'production' })
const { ensureGenerated } = await import('../bin/build.ts')
await ensureGenerated(AbortSignal.timeout(120_000))
const { complain } = await import('../bin/say.ts')
const { batteries } = await import('./batteries.ts')

const words = process.argv.slice(2)
const form = words.includes('--long') ? 'long' : 'short'
const names = words.filter((word) => word !== '--long')
const unknown = names.find((name) => !(name in batteries))
const [only] = names
if (unknown !== undefined) {
  complain(
    `There is no battery "${unknown}". Batteries: ${Object.keys(batteries).join(', ')}; without one, all of them.`,
  )
  process.exit(2)
} else if (only !== undefined && names.length === 1) {
  const { runBattery } = await import('./run-battery.ts')
  process.exit(await runBattery(only, form))
} else {
  // Each in a process of its own: a battery has the one database that its environment names.
  const all = names.length > 0 ? names : Object.keys(batteries)
  const failed = all.filter((name) => {
    const again = [import.meta.filename, name, ...(form === 'long' ? ['--long'] : [])]
    return spawnSync(process.execPath, again, { stdio: 'inherit' }).status !== 0
  })
  if (failed.length > 0) complain(`Failed: ${failed.join(', ')}`)
  process.exit(failed.length > 0 ? 1 : 0)
}
