import '../bin/resolve.ts'
import { resolve } from 'node:path'
import process from 'node:process'
import { parseArgs } from 'node:util'

// npm run bench [-- [--big] [row …]], rows being those of bench/rows.ts. With --big the trail has ten million events
// instead of one: an hour and 25 GB the first time; such trails are kept in .daybook-bench for the next.

const { values, positionals } = parseArgs({ options: { big: { type: 'boolean' } }, allowPositionals: true })

// Imported only now: static imports would be resolved before the line above has run.
process.chdir(resolve(import.meta.dirname, '..'))
Object.assign(process.env, { NODE_ENV: 'production' })
const { ensureGenerated } = await import('../bin/build.ts')
await ensureGenerated(AbortSignal.timeout(120_000))
const { withBenchCluster } = await import('./cluster.ts')
const { printTable } = await import('./table.ts')
process.exit(
  await withBenchCluster(async (cluster) => {
    const { measure } = await import('./rows.ts')
    return printTable(await measure(cluster, { names: positionals, isBig: values.big ?? false }))
  }),
)
