import { decodeBase64 } from './base64'
import type { Hash } from './merkle'

/** What a log says at one moment (C2SP tlog-checkpoint): whose it is, how many leaves it has, and their root. */
export type Checkpoint = { origin: string; size: number; root: Hash }

/** The text that is signed. */
export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  if (origin === '' || origin.includes('\n')) throw new Error('The origin of a checkpoint is one line of text')
  if (!Number.isSafeInteger(size) || size < 0) throw new Error(`${size} is no size of a log`)
  if (root.length !== 32) throw new Error(`The root of a checkpoint has 32 bytes, not ${root.length}`)
  return `${origin}\n${size}\n${root.toString('base64')}\n`
}

/**
 * Reads the text of a note whose signature was checked. Lines after the root are extensions of other logs; they are
 * allowed and ignored.
 */
export function parseCheckpoint(text: string): Checkpoint {
  const lines = text.split('\n')
  // The last newline ends the last line; after it comes nothing.
  if (lines.pop() !== '' || lines.length < 3 || lines.includes(''))
    throw new Error('A checkpoint is a line each for origin, size and root, and none is empty')
  const [origin = '', size = '', root = ''] = lines
  return { origin, size: parseCount(size, 'size'), root: parseHash(root, 'root') }
}

/** A number as the C2SP formats write it: decimal, without leading zeros. */
export function parseCount(text: string, what: string): number {
  const count = Number(text)
  if (!/^(0|[1-9]\d*)$/.test(text) || !Number.isSafeInteger(count))
    throw new Error(`The ${what} "${text.slice(0, 40)}" is no whole number`)
  return count
}

/** A SHA-256 hash in base64. */
export function parseHash(text: string, what: string): Hash {
  const hash = decodeBase64(text)
  if (hash?.length !== 32) throw new Error(`The ${what} "${text.slice(0, 60)}" is no SHA-256 hash in base64`)
  return hash
}
