import type { Tx } from '../../db'
import { storableText } from '../storable'

export type Outcome = {
  channelId: string
  at: Date
  /** Null when the message was taken; else the sentence of the DeliveryError, which holds no secret. */
  error: string | null
}

/** Keeps the health of a channel: when it last worked and last did not, why, and how often in a row it did not. */
export async function recordOutcome(tx: Pick<Tx, 'alertChannel'>, { channelId, at, error }: Outcome): Promise<void> {
  await tx.alertChannel.updateMany({
    where: { id: channelId },
    data:
      error === null
        ? { lastSuccessAt: at, failureStreak: 0, lastError: null }
        : { lastFailureAt: at, failureStreak: { increment: 1 }, lastError: storableText(error, 1_000) },
  })
}
