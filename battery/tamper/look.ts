import process from 'node:process'
import { logSuccess } from '../../lib/audit'
import { untilSealed } from '../../lib/audit/ledger/sealer'
import { checkpointVerifier } from '../../lib/audit/ledger/signing-key'
import { sentenceOf, verifyDatabase } from '../../lib/audit/ledger/verify/verify-database'
import type { Look } from './restore'

// What `lookAt` runs: is a restored trail whole, and does life go on in it?

async function look(): Promise<Look> {
  const { size, findings, findingCount } = await verifyDatabase({ verifier: checkpointVerifier() })
  const [first] = findings
  return { size, findings: findingCount, first: first ? sentenceOf(first) : null }
}

const before = await look()
await Promise.all(Array.from({ length: 100 }, (_, i) => logSuccess('LOGIN', `After the restore ${i}`)))
await untilSealed()
process.stdout.write(`${JSON.stringify({ before, after: await look() })}\n`)
process.exit(0)
