import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'

const root = join(import.meta.dirname, '../..')

/** A process of its own that runs the job `test.work`, which takes so long, on the database of this test. */
export function forkJobProcess(takesMs: number): ChildProcess {
  return fork(join(import.meta.dirname, 'job-process.ts'), {
    cwd: root,
    execArgv: ['--import', join(root, 'bin/resolve.ts')],
    env: { ...process.env, DATABASE_POOL_MAX: '5', LOG_LEVEL: 'error', JOB_TAKES_MS: String(takesMs) },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}
