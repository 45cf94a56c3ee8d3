import { mkdir, open, readdir, stat } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { isRunning, markOf, type ProcessMark } from '../../db'
import { env } from '../../env'
import { uuidv7 } from '../../ids'

/** Segments are named `<UUIDv7>.<process>.<its start>.spool`: oldest first by name, and whose they are. */
const segmentName = /^([0-9a-f-]{36})\.(\d+)\.([\w-]*)\.spool$/

/** Where events wait while the database is away. */
export function spoolFolder(): string {
  const { AUDIT_SPOOL_DIR, DAYBOOK_DATA_DIR } = env()
  return resolve(AUDIT_SPOOL_DIR ?? join(DAYBOOK_DATA_DIR, 'spool'))
}

/** Readable by nobody else. A folder that is there keeps its rights: it may be shared for a reason. */
export async function makeFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
}

/** A name for a new segment of this process. */
export const newSegmentName = (): string => nameOf(uuidv7())

/** The name under which this process takes over a segment: in its old place, with a new owner. */
export const adoptedName = (name: string): string => nameOf(segmentId(name))

/** What all files of a segment have in common, whoever owns it. */
export const segmentId = (name: string): string => name.split('.', 1)[0] ?? name

/** When the segment was begun, by the time in its name. */
export const begunAtMs = (name: string): number => Number.parseInt(name.slice(0, 8) + name.slice(9, 13), 16)

/** Names of the segments whose process has ended (or cannot be seen from here, see Spool), oldest first. */
export async function orphans(folder: string): Promise<string[]> {
  return (await namesIn(folder)).filter((name) => {
    const [, , pid, started] = segmentName.exec(name) ?? []
    if (pid === undefined || started === undefined) return false
    return !isRunning({ pid: Number(pid), started: Buffer.from(started, 'base64url').toString() })
  })
}

/** What stands in the folder: segments of any process, and files set aside. */
export async function folderFacts(folder: string): Promise<{ bytes: number; torn: number; refused: number }> {
  const names = await namesIn(folder)
  const spools = names.filter((name) => segmentName.test(name))
  const sizes = await Promise.all(spools.map((name) => sizeOf(join(folder, name))))
  return {
    bytes: sizes.reduce((sum, size) => sum + size, 0),
    torn: names.filter((name) => name.endsWith('.torn')).length,
    refused: names.filter((name) => name.endsWith('.refused')).length,
  }
}

/** Writes a whole file so that it outlives a power cut together with its name. */
export async function writeDurably(folder: string, name: string, content: Buffer | string): Promise<void> {
  const file = await open(join(folder, name), 'w', 0o600)
  try {
    await file.writeFile(content)
    await file.datasync()
  } finally {
    await file.close()
  }
  await syncFolder(folder)
}

/** A file's name is durable only when its folder is. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

export const isMissing = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ENOENT'

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort()
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size
  } catch (error) {
    // Replayed between two looks.
    if (isMissing(error)) return 0
    throw error
  }
}

let own: ProcessMark | undefined

function nameOf(id: string): string {
  own ??= markOf(process.pid) ?? { pid: process.pid, started: '' }
  return `${id}.${own.pid}.${Buffer.from(own.started).toString('base64url')}.spool`
}
