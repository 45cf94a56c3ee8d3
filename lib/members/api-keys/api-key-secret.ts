import { hash, randomBytes } from 'node:crypto'

/** Also how logs and events know a key that somebody wrote into a text, and leave it out. */
const mark = 'dbk_'
const shownCharacters = mark.length + 6

/** A new key: 256 random bits, which nobody guesses, so that a plain hash protects them. Only hash and beginning are kept. */
export function newApiKeySecret(): { key: string; keyHash: Uint8Array<ArrayBuffer>; keyPrefix: string } {
  const key = `${mark}${randomBytes(32).toString('base64url')}`
  return { key, keyHash: hashOfApiKey(key), keyPrefix: key.slice(0, shownCharacters) }
}

/** SHA-256 of the key. */
export function hashOfApiKey(key: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hash('sha256', key, 'buffer'))
}

/** Whether a text has the form of Daybook's keys. Says nothing of whether it is one. */
export const looksLikeApiKey = (text: string): boolean => text.startsWith(mark)
