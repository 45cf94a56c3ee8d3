import { execFile } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

/** What `log-process.ts`, which writes and ends at once, has written: in production on a pipe, in development on a terminal. */
export async function writtenLines(where: 'pipe' | 'terminal'): Promise<string[]> {
  const script = join(import.meta.dirname, 'log-process.ts')
  const command = [process.execPath, '--import', join(root, 'bin/resolve.ts'), script]
  const [file = '', ...args] = where === 'pipe' ? command : ['script', '-qec', command.join(' '), '/dev/null']
  const mode = where === 'pipe' ? ('production' as const) : ('development' as const)
  const env = { ...process.env, NODE_ENV: mode, LOG_LEVEL: 'info', NO_COLOR: '1' }
  const { stdout } = await run(file, args, { cwd: root, env, maxBuffer: 32_000_000 })
  return stdout.split(/\r?\n/).filter((line) => line !== '')
}
