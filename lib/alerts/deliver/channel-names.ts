import { getDb, type Tx } from '../../db'

/** Name and kind of channels by id, removed ones too: the ledger outlives them. */
export async function channelNames(
  ids: readonly string[],
  client: Pick<Tx, 'alertChannel'> = getDb(),
): Promise<ReadonlyMap<string, { name: string; type: string }>> {
  const rows = await client.alertChannel.findMany({
    where: { id: { in: [...new Set(ids)] } },
    select: { id: true, name: true, type: true },
  })
  return new Map(rows.map(({ id, ...channel }) => [id, channel]))
}
