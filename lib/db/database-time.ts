import type { Tx } from './with-tx'

/** The time by the database's clock: instances may disagree about theirs, and order and cooldowns must not. */
export async function databaseTime(tx: Tx): Promise<Date> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`
  if (!row) throw new Error('PostgreSQL always knows the time')
  return row.now
}
