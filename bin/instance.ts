import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { withFileLock } from '../lib/db/file-lock'
import { isRunning, markOf, type ProcessMark, parseMark } from '../lib/db/process-mark'

/** The one Daybook that serves from a data folder, as written in its `daybook.json`. */
type Facts = ProcessMark & { parent: ProcessMark | null; address: string | null; stopping: boolean }

export type Instance = {
  /** Tells others where it can be reached, or that it is about to end. */
  update(facts: { address?: string; stopping?: boolean }): void
  release(): void
}

const waitMs = 15_000

/**
 * Makes this process the one that serves from `folder`. Waits for one that is ending (told to, or
 * orphaned by a killed npm); throws a sentence with its address and pid for one that is not.
 */
export async function claimInstance(folder: string, parentPid: number | undefined): Promise<Instance> {
  const file = join(folder, 'daybook.json')
  const mark = markOf(process.pid)
  if (!mark) throw new Error('This process cannot be found in the list of processes')
  const parent = (parentPid === undefined ? undefined : markOf(parentPid)) ?? null
  let facts: Facts = { ...mark, parent, address: null, stopping: false }
  const write = () => writeFileSync(file, JSON.stringify(facts))
  for (const deadline = Date.now() + waitMs; ; await sleep(200)) {
    const other = await withFileLock(join(folder, 'daybook.lock'), async () => {
      const found = readLive(file)
      if (!found) write()
      return found
    })
    if (!other) break
    if (!isEnding(other) || Date.now() > deadline) throw new Error(describe(other, folder))
  }
  return {
    update(changes) {
      facts = { ...facts, ...changes }
      write()
    },
    release: () => rmSync(file, { force: true }),
  }
}

const isEnding = ({ stopping, parent }: Facts) => stopping || (parent !== null && !isRunning(parent))

function describe({ address, pid, stopping }: Facts, folder: string): string {
  const where = address === null ? 'is starting' : `runs at ${address}`
  const state = stopping ? 'has been shutting down for more than 15 s' : where
  return `Another Daybook ${state} with the data folder ${folder} (process ${pid}). Stop it, or give another DAYBOOK_DATA_DIR.`
}

function readLive(file: string): Facts | undefined {
  if (!existsSync(file)) return undefined
  try {
    const content = JSON.parse(readFileSync(file, 'utf8'))
    const mark = parseMark(content)
    if (!mark || !isRunning(mark)) return undefined
    const address = typeof content.address === 'string' ? content.address : null
    return { ...mark, parent: parseMark(content.parent) ?? null, address, stopping: content.stopping === true }
  } catch {
    // Cut off in the middle of a write: whoever wrote it is gone.
    return undefined
  }
}
