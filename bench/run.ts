import '../bin/resolve.ts'
import { resolve } from 'node:path'
import process from 'node:process'

// Imported only now: static imports would be resolved before the line above has run.
process.chdir(resolve(import.meta.dirname, '..'))
Object.assign(process.env, { NODE_ENV: 'production' })
const { ensureGenerated } = await import('../bin/build.ts')
await ensureGenerated(AbortSignal.timeout(120_000))
const { withBenchDatabase } = await import('./cluster.ts')
const { printTable } = await import('./table.ts')
process.exit(
  await withBenchDatabase(async () => {
    const { compareWriter } = await import('./writer.ts')
    return printTable(await compareWriter())
  }),
)
