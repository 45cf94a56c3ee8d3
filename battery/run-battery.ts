import { availableParallelism } from 'node:os'
import process from 'node:process'
import { complain, say } from '../bin/say'
import { closePool } from '../lib/db/pool'
import { batteries, type Form } from './batteries'
import { openOwnWorld } from './own-world'
import { reportLines } from './report'

/** Runs one battery on a server of its own and prints what it found; answers the exit code. */
export async function runBattery(name: string, form: Form): Promise<number> {
  const battery = batteries[name]
  if (!battery) return 2
  const startedMs = performance.now()
  const world = await openOwnWorld(name)
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      world.cluster.releaseNow()
      process.exit(1)
    })
  const [server] = await world.query<{ version: string }>(`SELECT current_setting('server_version') AS version`)
  say(
    `${new Date().toISOString().slice(0, 10)}, ${availableParallelism()} cores, PostgreSQL ${server?.version}, Node ${process.versions.node}`,
  )
  let problems = 1
  try {
    const report = await battery(world, form)
    problems = report.problems.length
    for (const line of reportLines(`${name} (${form})`, report, performance.now() - startedMs)) say(line)
  } finally {
    await closePool()
    if (problems > 0) complain(`What the apps said is kept in ${world.folder}/apps.log`)
    await world.close(problems > 0)
  }
  return problems > 0 ? 1 : 0
}
