import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { env } from '../lib/env'
import { writeApiDocsFiles } from './api-docs-files'
import { say } from './say'
import { sourceHash } from './source-hash'

const root = join(import.meta.dirname, '..')

/** Runs `prisma generate` unless the client on disk was made from this schema. Answers whether it did. */
export async function ensureGenerated(signal: AbortSignal): Promise<boolean> {
  const folder = join(root, 'lib/db/generated')
  const mark = join(folder, '.schema-hash')
  const hash = createHash('sha256')
  for (const file of ['prisma/schema.prisma', 'node_modules/prisma/package.json'])
    hash.update(readFileSync(join(root, file)))
  const wanted = hash.digest('hex')
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return false
  // It looks for news of itself otherwise, which takes seconds where the network is closed.
  const quiet = { CHECKPOINT_DISABLE: '1', PRISMA_HIDE_UPDATE_MESSAGE: '1' }
  await runQuietly('prisma generate', ['node_modules/prisma/build/index.js', 'generate'], quiet, signal)
  writeFileSync(mark, wanted)
  return true
}

/** Runs `next build` unless the build on disk was made from this source. Answers whether it did. */
export async function ensureBuild(signal: AbortSignal): Promise<boolean> {
  writeApiDocsFiles(root)
  const mark = join(root, env().DAYBOOK_DIST_DIR, 'daybook-source')
  const wanted = sourceHash(root)
  if (existsSync(mark) && readFileSync(mark, 'utf8') === wanted) return false
  say('  ...   build        the first one takes one to four minutes')
  await runQuietly('next build', ['node_modules/next/dist/bin/next', 'build'], { NODE_ENV: 'production' }, signal)
  writeFileSync(mark, wanted)
  return true
}

/** Runs a Node program of ours or of a package; its output is shown only when it fails. */
function runQuietly(
  name: string,
  args: string[],
  extraEnv: Record<string, string>,
  signal: AbortSignal,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const options = { cwd: root, env: { ...process.env, ...extraEnv }, signal }
    const child = spawn(process.execPath, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const keep = (chunk: Buffer) => {
      output += chunk.toString()
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    child.once('error', reject)
    child.once('close', (code, endedBy) => {
      if (code === 0) resolve()
      else reject(new Error(`${name} failed (${endedBy ?? code}):\n${output.trim()}`))
    })
  })
}
