import { type FileHandle, open, readFile, rename } from 'node:fs/promises'
import { join } from 'node:path'
import { isMissing, makeFolder, spoolFolder } from '../write/spool-folder'

/** A line of its own after every note. */
const end = '---\n'
const endLine = /^---\n/m
/** A note ends with a newline itself. */
const wholeEnd = Buffer.from(`\n${end}`)
/** More than the longest note has. */
const tailBytes = 16 * 1_024

/** This machine's own memory of what was signed, outside of the database and on the volume of the spool. */
export const checkpointFile = (): string => join(spoolFolder(), 'checkpoints.txt')

/** Adds a note and makes it durable. What a crash left of the one before is taken away: it would spoil this one too. */
export async function appendCheckpoint(note: string): Promise<void> {
  await makeFolder(spoolFolder())
  const file = await open(checkpointFile(), 'a+', 0o600)
  try {
    await cutTornEnd(file)
    await file.appendFile(`${note}${end}`)
    await file.datasync()
  } finally {
    await file.close()
  }
}

async function cutTornEnd(file: FileHandle): Promise<void> {
  const { from, bytes } = await readTail(file)
  if (bytes.length === 0 || bytes.subarray(-end.length - 1).equals(wholeEnd)) return
  const lastEnd = bytes.lastIndexOf(wholeEnd)
  if (lastEnd >= 0 || from === 0) await file.truncate(lastEnd < 0 ? 0 : from + lastEnd + wholeEnd.length)
}

/** Every whole note in the file, oldest first. A torn last one is left out: the table has it. */
export async function checkpointsInFile(path: string = checkpointFile()): Promise<string[]> {
  try {
    return wholeNotes(await readFile(path, 'utf8'))
  } catch (error) {
    if (isMissing(error)) return []
    throw error
  }
}

/** The newest whole note, without reading the years before it. */
export async function lastInFile(path: string = checkpointFile()): Promise<string | undefined> {
  const file = await open(path, 'r').catch((error: unknown) => {
    if (isMissing(error)) return undefined
    throw error
  })
  if (!file) return undefined
  try {
    const { from, bytes } = await readTail(file)
    const notes = wholeNotes(bytes.toString())
    // The first of a tail may have lost its beginning.
    return notes.length > 1 || from === 0 ? notes.at(-1) : undefined
  } finally {
    await file.close()
  }
}

async function readTail(file: FileHandle): Promise<{ from: number; bytes: Buffer }> {
  const { size } = await file.stat()
  const from = Math.max(0, size - tailBytes)
  const { buffer, bytesRead } = await file.read(Buffer.alloc(tailBytes), 0, tailBytes, from)
  return { from, bytes: buffer.subarray(0, bytesRead) }
}

const wholeNotes = (text: string): string[] => text.split(endLine).slice(0, -1)

/** For a trail that begins afresh: what was signed before is kept under another name. */
export async function setCheckpointsAside(now: Date = new Date()): Promise<void> {
  const path = checkpointFile()
  try {
    await rename(path, `${path.slice(0, -'.txt'.length)}.until-${now.toISOString().replaceAll(':', '')}.txt`)
  } catch (error) {
    if (!isMissing(error)) throw error
  }
}
