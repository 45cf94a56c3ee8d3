import { randomBytes } from 'node:crypto'
import { hash, type Options, verify } from '@node-rs/argon2'

/** OWASP Password Storage Cheat Sheet, argon2id: 19 MiB, two passes, one lane (27 ms on a 2-core machine). */
const parameters: Options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }

export function hashPassword(password: string): Promise<string> {
  return hash(password, parameters)
}

export function verifyPassword(passwordHash: string, password: string): Promise<boolean> {
  return verify(passwordHash, password)
}

let decoy: Promise<string> | undefined

/** Takes as long as a real verification and is never true: for accounts that do not exist. */
export async function verifyNobody(password: string): Promise<false> {
  decoy ??= hashPassword(randomBytes(32).toString('base64url'))
  await verifyPassword(await decoy, password)
  return false
}

/** A password of 100 random bits, in groups that can be read over the phone (Crockford's alphabet has no i, l, o, u). */
export function randomPassword(): string {
  const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
  const letters = Array.from(randomBytes(20), (byte) => alphabet[byte % 32]).join('')
  return [0, 5, 10, 15].map((at) => letters.slice(at, at + 5)).join('-')
}
