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

/** The key with which this installation signs checkpoints, under the name of its log. */
export function checkpointSigner(): Signer {
  const { AUDIT_SIGNING_KEY, AUDIT_LOG_ORIGIN } = env()
  if (!AUDIT_SIGNING_KEY)
    throw new Error(
      'AUDIT_SIGNING_KEY: must be given together with DATABASE_URL (openssl rand -base64 32), the same for every instance',
    )
  if (AUDIT_SIGNING_KEY.startsWith('PRIVATE+KEY+')) return parseSignerKey(AUDIT_SIGNING_KEY)
  const seed = Buffer.from(AUDIT_SIGNING_KEY, 'base64')
  return signerFromSeed(AUDIT_LOG_ORIGIN ?? originOf(seed), seed)
}

/** The half that everybody may have; auditors keep it outside of Daybook. */
export const checkpointVerifier = (): Verifier => verifierOf(checkpointSigner())

/** That half and those of the keys that this installation signed with before. */
export const checkpointVerifiers = (): Verifiers => [
  checkpointVerifier(),
  ...env().AUDIT_OLD_KEYS.map((key) => parseVerifierKey(key)),
]

/** Different for every key, so that two installations are never taken for one log. */
function originOf(seed: Buffer): string {
  return `daybook.local/${createHash('sha256').update(publicKeyOf(seed)).digest('hex').slice(0, 8)}`
}
