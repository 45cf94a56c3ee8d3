import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'

const root = join(import.meta.dirname, '../..')

/** Another instance of Daybook, as far as limits go: `quota` requests a minute, counted in this Redis. */
export function forkLimitProcess(redisUrl: string, quota: number): ChildProcess {
  const limits = { RATE_LIMIT_ENABLED: 'true', RATE_LIMIT_MAX_REQUESTS: String(quota), REDIS_URL: redisUrl }
  return fork(join(import.meta.dirname, 'limit-process.ts'), {
    cwd: root,
    execArgv: ['--import', join(root, 'bin/resolve.ts')],
    env: { ...process.env, LOG_LEVEL: 'error', ...limits },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
}
