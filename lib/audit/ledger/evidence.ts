import { getPool } from '../../db'
import type { AuditEvidence } from '../contract'
import { findLatestCheckpoint } from './checkpoint'
import { treeSize } from './seal'
import { formatVerifierKey } from './signed-note'
import { checkpointVerifier } from './signing-key'
import { findVerifications } from './verification'

/** What can be proven at this moment: how much is sealed, the newest checkpoint, who signs, the last verification. */
export async function getEvidence(): Promise<AuditEvidence> {
  const [sealed, unsealed, checkpoint, verifications] = await Promise.all([
    treeSize(getPool()),
    countUnsealed(),
    findLatestCheckpoint(),
    findVerifications(),
  ])
  const verifier = checkpointVerifier()
  return {
    sealed,
    unsealed,
    checkpoint: checkpoint && {
      number: checkpoint.number,
      createdAt: checkpoint.createdAt.toISOString(),
      size: checkpoint.size,
      root: checkpoint.root.toString('base64'),
      note: checkpoint.note,
    },
    origin: verifier.name,
    verifierKey: formatVerifierKey(verifier),
    ...verifications,
  }
}

/** Committed events that wait for the sealer, counted to 10,000. */
export async function countUnsealed(): Promise<number> {
  const { rows } = await getPool().query<{ count: number }>(
    `SELECT count(*)::int AS count FROM (SELECT FROM "AuditUnsealed" LIMIT 10000) AS q`,
  )
  return rows[0]?.count ?? 0
}
