import { Sealer, untilSealed } from '../lib/audit/ledger/sealer'
import { checkpointVerifier } from '../lib/audit/ledger/signing-key'
import { verifyDatabase } from '../lib/audit/ledger/verify/verify-database'
import type { Figure } from './rounds'
import { logMany } from './sealing'

const million = 1_000_000

/** How long the whole proof takes over a trail that the writer wrote and the sealer sealed. */
export async function measureVerifying(events: number): Promise<Figure[]> {
  const sealer = new Sealer()
  sealer.start()
  await logMany((written) => written >= events)
  await sealer.stop()
  await untilSealed()
  const startedMs = performance.now()
  const { size, findings, findingCount } = await verifyDatabase({ verifier: checkpointVerifier() })
  const seconds = (performance.now() - startedMs) / 1_000
  if (findingCount > 0 || size < events)
    throw new Error(`${findingCount} findings in ${size} of ${events} events: ${findings[0]?.detail}`)
  const of = events === million ? '' : `, from ${events.toLocaleString('en')}`
  return [{ what: `verify 1M events${of}`, value: (seconds * million) / size, unit: 's', target: { atMost: 60 } }]
}
