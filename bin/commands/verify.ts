import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { VerificationResult } from '../../lib/audit/ledger/verify/verify-database'
import { type Command, WrongUse } from '../command'
import { withMigratedDatabase } from '../migrated-database'
import { complain, say } from '../say'

const usage = `Usage: daybook verify [--checkpoint FILE]… [--key KEY]…
       daybook verify --export FILE --checkpoint FILE --key KEY

Proves that no event of the audit trail was changed, removed, moved or put in: works every event's hash out from what is
stored, the tree from the hashes, and compares it with every signed checkpoint. Lists what it finds, one line each.

  --checkpoint FILE  a checkpoint kept outside of the database (GET /api/audit-logs/checkpoint); may be given more than once
  --key KEY          the public key (shown on the evidence page); default: that of AUDIT_SIGNING_KEY and
                     AUDIT_OLD_KEYS; may be given more than once
  --export FILE      an NDJSON export: needs neither Daybook nor its database, only the file, a checkpoint and the key

Exit code: 0 nothing found, 1 something found or not verifiable, 2 wrong use.`

export const verify: Command = {
  name: 'verify',
  summary: 'prove that nobody altered the audit trail',
  usage,
  async run(args) {
    const { values } = parseArgs({
      args,
      options: {
        checkpoint: { type: 'string', multiple: true, default: [] },
        key: { type: 'string', multiple: true },
        export: { type: 'string' },
      },
    })
    const notes = values.checkpoint.map((file) => ({ label: file, notes: [readFileSync(file, 'utf8')] }))
    if (values.export === undefined) return withMigratedDatabase(() => verifyHere(notes, values.key))
    const [note, ...more] = notes
    if (!note || more.length > 0 || values.key === undefined)
      throw new WrongUse('--export needs one --checkpoint and the --key')
    return verifyFile(values.export, note.notes[0] ?? '', values.key)
  },
}

async function verifyHere(outside: { label: string; notes: string[] }[], keys: string[] = []): Promise<number> {
  const { untilSealed } = await import('../../lib/audit/ledger/sealer')
  const { parseVerifierKey } = await import('../../lib/audit/ledger/signed-note')
  const { verifyTrail } = await import('../../lib/audit/ledger/verification')
  const { getWriter } = await import('../../lib/audit/write/writer')
  const [first, ...others] = keys.map(parseVerifierKey)
  await untilSealed()
  const result = await verifyTrail({
    startedBy: 'command line',
    outside,
    ...(first ? { verifier: [first, ...others] } : {}),
    onProgress: progress,
  })
  // The outcome is an event itself.
  await getWriter().flush()
  return report(result)
}

async function verifyFile(file: string, checkpoint: string, keys: string[]): Promise<number> {
  const { parseVerifierKey } = await import('../../lib/audit/ledger/signed-note')
  const { verifyExport } = await import('../../lib/audit/ledger/verify/verify-export')
  const [first, ...others] = keys.map(parseVerifierKey)
  if (!first) throw new WrongUse('--export needs the --key')
  const verifier = [first, ...others] as const
  return report(await verifyExport({ file, checkpoint, verifier, onProgress: (lines) => progress(lines) }))
}

let toldAtMs = performance.now()

/** A line every few seconds; a short verification says nothing in between. */
function progress(checked: number, size?: number): void {
  if (performance.now() - toldAtMs < 3_000) return
  toldAtMs = performance.now()
  say(`  … ${checked}${size === undefined ? '' : ` of ${size}`} events`)
}

async function report({ size, checkpoints, findings, findingCount }: VerificationResult): Promise<number> {
  const { sentenceOf } = await import('../../lib/audit/ledger/verify/verify-database')
  for (const finding of findings) complain(sentenceOf(finding))
  if (findingCount > findings.length) complain(`… and ${findingCount - findings.length} more`)
  const what = `${size} events and ${checkpoints} checkpoint${checkpoints === 1 ? '' : 's'}`
  if (findingCount === 0) say(`Verified ${what}: nothing was altered.`)
  else complain(`Verified ${what}: ${findingCount} finding${findingCount === 1 ? '' : 's'}. The trail was altered.`)
  return findingCount === 0 ? 0 : 1
}
