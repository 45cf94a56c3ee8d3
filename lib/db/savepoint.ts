import { isOfTheData } from './error-codes'
import type { Tx } from './with-tx'

/**
 * Runs `fn` so that what cannot be written undoes `fn` alone and not the transaction around it. Answers what was refused, or
 * undefined when `fn` has done its work. Throws what another try may mend (`isOfTheData`): then the whole transaction is to fail.
 * One at a time in a transaction.
 */
export async function withSavepoint(tx: Tx, fn: () => Promise<unknown>): Promise<{ refused: unknown } | undefined> {
  await tx.$executeRaw`SAVEPOINT part`
  try {
    await fn()
  } catch (error) {
    if (!isOfTheData(error)) throw error
    await tx.$executeRaw`ROLLBACK TO SAVEPOINT part`
    await tx.$executeRaw`RELEASE SAVEPOINT part`
    return { refused: error }
  }
  await tx.$executeRaw`RELEASE SAVEPOINT part`
  return undefined
}
