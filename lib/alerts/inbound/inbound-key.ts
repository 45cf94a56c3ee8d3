import { hash, randomBytes } from 'node:crypto'

/** Begins like Daybook's other keys, so that logs and events leave it out wherever it appears. */
const prefix = 'dbk_in_'
const shownCharacters = prefix.length + 4

/** A new key: 256 random bits. Only its hash and its beginning are kept. */
export function newInboundKey(): { key: string; keyHash: Uint8Array<ArrayBuffer>; keyPrefix: string } {
  const key = `${prefix}${randomBytes(32).toString('base64url')}`
  return { key, keyHash: hashOfKey(key), keyPrefix: key.slice(0, shownCharacters) }
}

export function hashOfKey(key: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hash('sha256', key, 'buffer'))
}
