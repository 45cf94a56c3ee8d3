import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { withFileLock } from './file-lock'
import { isRunning, markOf } from './process-mark'

const base = resolve('.daybook-test')
mkdirSync(base, { recursive: true })
const folder = mkdtempSync(join(base, 'lock-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test('only one holder at a time', async () => {
  let inside = 0
  let most = 0
  const work = () =>
    withFileLock(join(folder, 'one'), async () => {
      inside += 1
      most = Math.max(most, inside)
      await new Promise((done) => setTimeout(done, 10))
      inside -= 1
    })
  await Promise.all([work(), work(), work()])
  expect(most).toBe(1)
})

test('the lock of a dead process is taken over, also when its number belongs to another process now', async () => {
  const path = join(folder, 'stale')
  writeFileSync(path, JSON.stringify({ pid: process.pid, started: 'another boot:1' }))
  expect(await withFileLock(path, async () => 'done', 1_000)).toBe('done')
})

test('the lock of a live process is respected until the time is up', async () => {
  const path = join(folder, 'live')
  writeFileSync(path, JSON.stringify(markOf(process.ppid)))
  await expect(withFileLock(path, async () => 'done', 200)).rejects.toThrow('locked')
})

test('a mark tells a process from a later one with the same number', () => {
  const mark = markOf(process.pid)
  expect(mark && isRunning(mark)).toBe(true)
  expect(isRunning({ pid: process.pid, started: 'earlier' })).toBe(false)
})
