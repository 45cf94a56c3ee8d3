import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { env } from './env'

const version = 'v1'

/**
 * Encrypts text that must not be readable in the database or a dump (AES-256-GCM, a nonce of its own for each, key derived
 * from `SECRETS_KEY` by HKDF). `owner` names the row it belongs to: moved to another row it cannot be opened.
 * Throws when SECRETS_KEY is missing.
 */
export function sealSecret(text: string, owner: string): string {
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key(), nonce).setAAD(Buffer.from(owner))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return [version, ...[nonce, sealed, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join('.')
}

/** The text again. Throws when it was changed, is another row's, or was sealed under another key; the message has no secret. */
export function openSecret(sealed: string, owner: string): string {
  const [found, ...parts] = sealed.split('.')
  const [nonce, body, tag] = parts.map((part) => Buffer.from(part, 'base64url'))
  if (found !== version || !nonce || !body || !tag)
    throw new Error('A stored secret is not in a form that Daybook knows')
  try {
    const decipher = createDecipheriv('aes-256-gcm', key(), nonce).setAAD(Buffer.from(owner)).setAuthTag(tag)
    return Buffer.concat([decipher.update(body), decipher.final()]).toString('utf8')
  } catch (cause) {
    throw new Error('A stored secret cannot be opened: SECRETS_KEY is not the one it was stored under', { cause })
  }
}

/** 32 bytes that only holders of `SECRETS_KEY` can compute, the same each time; another `purpose` gives others. */
export function deriveKey(purpose: string): Buffer {
  return derived(`daybook ${purpose} v1`)
}

const key = () => derived('daybook secrets v1')

function derived(info: string): Buffer {
  const { SECRETS_KEY } = env()
  if (!SECRETS_KEY)
    throw new Error(
      'SECRETS_KEY: must be given together with DATABASE_URL (openssl rand -base64 32), the same for every instance',
    )
  return Buffer.from(hkdfSync('sha256', Buffer.from(SECRETS_KEY, 'base64'), '', info, 32))
}
