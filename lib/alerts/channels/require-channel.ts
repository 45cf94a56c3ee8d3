import type { Prisma, Tx } from '../../db'
import { AppError } from '../../errors'

type Row = Prisma.AlertChannelGetPayload<object>

/** The row of a channel that was not deleted. Throws NOT_FOUND. */
export async function requireChannel(client: Pick<Tx, 'alertChannel'>, id: string): Promise<Row> {
  const row = await client.alertChannel.findFirst({ where: { id, deletedAt: null } })
  if (!row) throw new AppError('NOT_FOUND', 'There is no such channel.')
  return row
}

/** The same, locked until the transaction ends. Throws CONFLICT for one that the environment makes. */
export async function lockChannel(tx: Tx, id: string): Promise<Row> {
  await tx.$queryRaw`SELECT 1 FROM "AlertChannel" WHERE "id" = ${id}::uuid FOR UPDATE`
  const row = await requireChannel(tx, id)
  if (row.origin === 'environment')
    throw new AppError(
      'CONFLICT',
      `${row.name} comes from a variable of the environment. Whoever runs Daybook changes or removes it there.`,
    )
  return row
}
