import { env } from '../lib/env'

const secrets = {
  NEXTAUTH_SECRET:
    'must be given together with DATABASE_URL, at least 32 characters (openssl rand -base64 32), the same for every instance',
  AUDIT_SIGNING_KEY:
    'must be given together with DATABASE_URL, 32 bytes (openssl rand -base64 32), the same for every instance; it signs the checkpoints of the audit trail',
  SECRETS_KEY:
    'must be given together with DATABASE_URL, 32 bytes (openssl rand -base64 32), the same for every instance; it encrypts the secrets of alert channels',
} as const

/** Throws a sentence when a secret that instances must agree on is missing; the embedded database brings its own. */
export function refuseMissingSecrets(): void {
  const { DATABASE_URL, NEXTAUTH_SECRET, AUTH_SECRET, AUDIT_SIGNING_KEY, SECRETS_KEY } = env()
  if (!DATABASE_URL) return
  const given = { NEXTAUTH_SECRET: NEXTAUTH_SECRET ?? AUTH_SECRET, AUDIT_SIGNING_KEY, SECRETS_KEY }
  for (const name of ['NEXTAUTH_SECRET', 'AUDIT_SIGNING_KEY', 'SECRETS_KEY'] as const)
    if (!given[name]) throw new Error(`${name}: ${secrets[name]}`)
}
