import { Sealer, untilSealed } from '../../lib/audit/ledger/sealer'
import { insertAuditRows } from '../../lib/audit/write/insert'
import { getPool } from '../../lib/db'
import { Ledger } from '../ledger'
import { ageCheckpoints, type World } from '../world'

const rowsPerInsert = 500
const dayMs = 24 * 60 * 60 * 1_000

/** Events of the last two months in the order in which they happened, and a checkpoint after every tenth of them. */
export async function makeTrail(world: World, events: number): Promise<void> {
  const ledger = new Ledger()
  const fromMs = Date.now() - 55 * dayMs
  const everyMs = (55 * dayMs) / events
  const seal = Math.ceil(events / 10 / rowsPerInsert) * rowsPerInsert
  for (let n = 0; n < events; n += rowsPerInsert) {
    const rows = Array.from({ length: Math.min(rowsPerInsert, events - n) }, (_, i) =>
      ledger.eventOf(n + i, new Date(fromMs + (n + i) * everyMs)),
    )
    const client = await getPool().connect()
    try {
      await insertAuditRows(client, rows)
    } finally {
      client.release()
    }
    if ((n + rowsPerInsert) % seal === 0 || n + rowsPerInsert >= events) await sealAndSign(world)
  }
}

/** Seals all and signs, although the last checkpoint is young. */
async function sealAndSign(world: World): Promise<void> {
  await untilSealed(600_000)
  await ageCheckpoints(world)
  const sealer = new Sealer()
  await sealer.work()
  await sealer.leave()
}
