import { readFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import type { Verifier, Verifiers } from '../../lib/audit/ledger/signed-note'
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
  const { runInContext, systemContext } = await import('../../lib/context')
  const { getWriter } = await import('../../lib/audit/write/writer')
  const { checkpointVerifiers } = await import('../../lib/audit/ledger/signing-key')
  const [first, ...others] = keys.map(parseVerifierKey)
  const verifier = first ? ([first, ...others] as const) : checkpointVerifiers()
  await refuseForeign(outside, verifier)
  const isSealed = await untilSealed().then(
    () => true,
    (error: unknown) => {
      const why = error instanceof Error ? error.message : String(error)
      complain(`What waits could not be sealed (${why}); it is left out of what follows.`)
      return false
    },
  )
  // The outcome is an event of whoever started it.
  const context = systemContext('command line')
  const result = await runInContext(context, () =>
    verifyTrail({ startedBy: 'command line', outside, verifier, onProgress: progress }),
  )
  // The outcome is an event itself.
  await getWriter().flush()
  const code = await report(result)
  return isSealed ? code : 1
}

/** A wrong file says nothing about the trail, which must not be called altered for it. */
async function refuseForeign(
  given: { label: string; notes: string[] }[],
  verifier: Verifier | Verifiers,
): Promise<void> {
  const { openNote } = await import('../../lib/audit/ledger/signed-note')
  const { parseCheckpoint } = await import('../../lib/audit/ledger/checkpoint-note')
  for (const { label, notes } of given)
    for (const note of notes)
      try {
        parseCheckpoint(openNote(note, verifier).text)
      } catch (error) {
        const why = error instanceof Error ? error.message : String(error)
        throw new WrongUse(`${label} is no checkpoint of this trail: ${why}`)
      }
}

async function verifyFile(file: string, checkpoint: string, keys: string[]): Promise<number> {
  const { parseVerifierKey } = await import('../../lib/audit/ledger/signed-note')
  const { verifyExport } = await import('../../lib/audit/ledger/verify/verify-export')
  const [first, ...others] = keys.map(parseVerifierKey)
  if (!first) throw new WrongUse('--export needs the --key')
  const verifier = [first, ...others] as const
  return report(await verifyExport({ file, checkpoint, verifier, onProgress: (lines) => progress(lines) }), true)
}

let toldAtMs = performance.now()

/** A line every few seconds; a short verification says nothing in between. */
function progress(checked: number, size?: number): void {
  if (performance.now() - toldAtMs < 3_000) return
  toldAtMs = performance.now()
  say(`  … ${checked}${size === undefined ? '' : ` of ${size}`} events`)
}

async function report(result: VerificationResult, isExport = false): Promise<number> {
  const { size, checkpoints, findings, findingCount } = result
  const { sentenceOf } = await import('../../lib/audit/ledger/verify/verify-database')
  for (const finding of findings) complain(sentenceOf(finding))
  if (findingCount > findings.length) complain(`… and ${findingCount - findings.length} more`)
  const what = `${size} events and ${checkpoints} checkpoint${checkpoints === 1 ? '' : 's'}`
  if (findingCount === 0) say(`Verified ${what}: nothing was altered.`)
  else if (findings.every(({ kind }) => kind === 'event-missing') && isExport)
    complain(`${what}: not whole. Lines were removed, or the file is a part of the trail or older than the checkpoint.`)
  else complain(`Verified ${what}: ${findingCount} finding${findingCount === 1 ? '' : 's'}. The trail was altered.`)
  return findingCount === 0 ? 0 : 1
}
