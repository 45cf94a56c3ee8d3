import { AppError } from '../../errors'
import { findLatestCheckpoint } from './checkpoint'
import { formatVerifierKey } from './signed-note'
import { checkpointVerifier } from './signing-key'

/** The newest signed note about the trail, for anybody. Throws NOT_FOUND before the first. */
export async function latestCheckpointNote(): Promise<string> {
  const checkpoint = await findLatestCheckpoint()
  if (!checkpoint) throw new AppError('NOT_FOUND', 'No checkpoint has been signed yet.')
  return checkpoint.note
}

/**
 * The key that checks the notes, as one line (C2SP signed-note `vkey`). Who only ever asks this server for it learns
 * whether notes and trail agree, not whether the server is honest: auditors keep the key they were given.
 */
export const checkpointKey = (): string => `${formatVerifierKey(checkpointVerifier())}\n`
