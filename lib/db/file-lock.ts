import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { isRunning, markOf, parseMark } from './process-mark'

/**
 * Runs `fn` while no other process on this machine holds the lock file. A holder that died is
 * recognised by its pid and start time and loses the lock. Throws after `timeoutMs` of waiting.
 */
export async function withFileLock<T>(path: string, fn: () => Promise<T>, timeoutMs = 60_000): Promise<T> {
  const deadline = Date.now() + timeoutMs
  while (!take(path)) {
    if (Date.now() > deadline) throw new Error(`${path} has been locked for ${timeoutMs / 1000} s by another process`)
    clearIfStale(path)
    await sleep(50)
  }
  try {
    return await fn()
  } finally {
    rmSync(path, { force: true })
  }
}

/** Written beside and linked into place, so that nobody ever reads a lock without its owner. */
function take(path: string): boolean {
  const draft = `${path}.${process.pid}`
  writeFileSync(draft, JSON.stringify(markOf(process.pid)), { mode: 0o600 })
  try {
    linkSync(draft, path)
    return true
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false
    throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Moves a dead owner's lock away; if another process was quicker and took it, puts that one back. */
function clearIfStale(path: string): void {
  const before = readLock(path)
  if (before === undefined || isHeld(before)) return
  const aside = `${path}.${process.pid}.stale`
  try {
    renameSync(path, aside)
  } catch {
    // Somebody else cleared it first.
    return
  }
  const moved = readLock(aside)
  if (moved !== undefined && moved !== before && isHeld(moved)) renameSync(aside, path)
  else rmSync(aside, { force: true })
}

function readLock(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    // Released between two looks.
    return undefined
  }
}

function isHeld(content: string): boolean {
  try {
    const mark = parseMark(JSON.parse(content))
    return mark !== undefined && isRunning(mark)
  } catch {
    // Not ours or damaged: nobody can be waiting behind it.
    return false
  }
}
