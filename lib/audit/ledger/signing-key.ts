import { createHash } from 'node:crypto'
import { env } from '../../env'
import {
  parseSignerKey,
  parseVerifierKey,
  publicKeyOf,
  type Signer,
  signerFromSeed,
  type Verifier,
  type Verifiers,
  verifierOf,
} from './signed-note'

/** A key of the environment is missing or wrong; the message names the variable and never the key. */
export class KeyUnusable extends Error {
  constructor(variable: string, problem: string) {
    super(`${variable}: ${problem}`)
    this.name = 'KeyUnusable'
  }
}

/** The key with which this installation signs checkpoints, under the name of its log. Throws KeyUnusable. */
export function checkpointSigner(): Signer {
  const { AUDIT_SIGNING_KEY, AUDIT_LOG_ORIGIN } = env()
  if (!AUDIT_SIGNING_KEY)
    throw new KeyUnusable(
      'AUDIT_SIGNING_KEY',
      'must be given together with DATABASE_URL (openssl rand -base64 32), the same for every instance',
    )
  if (AUDIT_SIGNING_KEY.startsWith('PRIVATE+KEY+'))
    return named('AUDIT_SIGNING_KEY', () => parseSignerKey(AUDIT_SIGNING_KEY))
  const seed = Buffer.from(AUDIT_SIGNING_KEY, 'base64')
  return named('AUDIT_LOG_ORIGIN', () => signerFromSeed(AUDIT_LOG_ORIGIN ?? originOf(seed), seed))
}

/** The half that everybody may have; auditors keep it outside of Daybook. */
export const checkpointVerifier = (): Verifier => verifierOf(checkpointSigner())

/** That half and those of the keys that this installation signed with before. Throws KeyUnusable. */
export const checkpointVerifiers = (): Verifiers => [
  checkpointVerifier(),
  ...named('AUDIT_OLD_KEYS', () => env().AUDIT_OLD_KEYS.map((key) => parseVerifierKey(key))),
]

function named<T>(variable: string, make: () => T): T {
  try {
    return make()
  } catch (error) {
    throw new KeyUnusable(variable, error instanceof Error ? error.message : String(error))
  }
}

/** Different for every key, so that two installations are never taken for one log. */
function originOf(seed: Buffer): string {
  return `daybook.local/${createHash('sha256').update(publicKeyOf(seed)).digest('hex').slice(0, 8)}`
}
