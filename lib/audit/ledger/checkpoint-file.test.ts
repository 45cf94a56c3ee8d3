import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { setEnv } from '../../env'
import { appendCheckpoint, checkpointFile, checkpointsInFile, lastInFile } from './checkpoint-file'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'daybook-checkpoints-'))
  setEnv({ AUDIT_SPOOL_DIR: folder })
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const note = (size: number) =>
  `daybook.local/test\n${size}\n${'A'.repeat(43)}=\n\n— daybook.local/test ${'B'.repeat(90)}\n`

test('what a crash left of a note is left out, and never spoils the next one', async () => {
  const before = [note(1), note(2)]
  for (const one of before) await appendCheckpoint(one)
  const whole = readFileSync(checkpointFile())
  const torn = Buffer.from(`${note(3)}---\n`)
  for (let length = 1; length < torn.length; length += 7) {
    rmSync(checkpointFile())
    appendFileSync(checkpointFile(), Buffer.concat([whole, torn.subarray(0, length)]))
    expect(await checkpointsInFile()).toEqual(before)
    await appendCheckpoint(note(4))
    expect(await checkpointsInFile()).toEqual([...before, note(4)])
    expect(await lastInFile()).toBe(note(4))
  }
})

test('a first note that was torn is gone with the next', async () => {
  appendFileSync(checkpointFile(), note(1).slice(0, 60))
  expect([await checkpointsInFile(), await lastInFile()]).toEqual([[], undefined])
  await appendCheckpoint(note(2))
  expect(await checkpointsInFile()).toEqual([note(2)])
})

test('the newest of very many is found', async () => {
  for (let size = 1; size <= 100; size += 1) await appendCheckpoint(note(size))
  appendFileSync(checkpointFile(), note(101).slice(0, 60))
  expect(await lastInFile()).toBe(note(100))
  await appendCheckpoint(note(102))
  expect(await checkpointsInFile()).toHaveLength(101)
})
