import { parseArgs } from 'node:util'
import { agree } from '../ask'
import { type Command, expectNoMore, WrongUse } from '../command'
import { withMigratedDatabase } from '../migrated-database'
import { wholeNumber } from '../numbers'
import { say } from '../say'

const usage = `Usage: daybook audit erase --subject TEXT… --reason TEXT [--dry-run] [--yes]
       daybook audit archive
       daybook audit drop --after-days N
       daybook audit hold set --reason TEXT [--from DATE] [--to DATE]
       daybook audit hold release ID
       daybook audit hold list
       daybook audit export FILE [--from DATE] [--to DATE]
       daybook audit key

erase    takes a person out of the trail, the archive, the search and the spool; every proof still holds. Give every way in
         which the person is written (address, full name, telephone number); an address also finds the names and numbers
         that the office has under it. The reason stands in the trail: do not name the person in it.
archive  moves months that are older than a year to the archive, as happens every day by itself
drop     removes archived months for good: older than N days (1826 or more), under no legal hold
hold     keeps archived months from being dropped
export   writes the trail as NDJSON, for daybook verify --export, with the newest checkpoint beside it
key      shows the public key that checkpoints are verified with`

export const audit: Command = {
  name: 'audit',
  summary: 'erase a person, archive, hold or export the audit trail',
  usage,
  async run([verb, ...args]) {
    const run = verbs[verb ?? '']
    if (!run) throw new WrongUse(`Expected one of: ${Object.keys(verbs).join(', ')}`)
    return withMigratedDatabase(() => run(args))
  },
}

const verbs: Record<string, (args: string[]) => Promise<number>> = {
  erase,
  archive,
  drop,
  hold,
  export: exportTrail,
  key,
}

async function erase(args: string[]): Promise<number> {
  const { values } = parseArgs({
    args,
    options: {
      subject: { type: 'string', multiple: true, default: [] },
      reason: { type: 'string' },
      'dry-run': { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
    },
  })
  if (values.subject.length === 0) throw new WrongUse('--subject is missing')
  const { prepareErasure } = await import('../erasure')
  const erasure = await prepareErasure(values.subject)
  say(`Looking for: ${erasure.words.join(' · ')}`)
  say(`Found in ${erasure.events} events.`)
  if (values['dry-run']) return 0
  if (!values.reason) throw new WrongUse('--reason is missing')
  if (!values.yes && !(await agree('Erase this person from them for good?'))) return 1
  return erasure.run(values.reason)
}

async function archive(args: string[]): Promise<number> {
  expectNoMore(args)
  const { archiveOldMonths } = await import('../../lib/audit/retention/archive')
  return report('Archived', await archiveOldMonths('command line'))
}

async function drop(args: string[]): Promise<number> {
  const { values } = parseArgs({ args, options: { 'after-days': { type: 'string' } } })
  const days = wholeNumber('after-days', values['after-days'], { from: 1_826, to: 36_500 })
  if (days === undefined) throw new WrongUse('--after-days is missing')
  const { dropOldMonths } = await import('../../lib/audit/retention/archive')
  return report('Dropped', await dropOldMonths(days, 'command line'))
}

function report(act: string, months: readonly string[]): number {
  say(months.length === 0 ? `${act}: nothing.` : `${act}: ${months.join(', ')}`)
  return 0
}

async function hold([verb, ...args]: string[]): Promise<number> {
  const { systemContext } = await import('../../lib/context')
  const { withTx } = await import('../../lib/db')
  const { listLegalHolds, releaseLegalHold, setLegalHold } = await import('../../lib/audit/retention/legal-hold')
  const ctx = systemContext('command line')
  if (verb === 'list') {
    expectNoMore(args)
    for (const { id, reason, fromTime, toTime } of await listLegalHolds())
      say(`${id}  ${fromTime?.toISOString() ?? '…'} to ${toTime?.toISOString() ?? '…'}  ${reason}`)
    return 0
  }
  if (verb === 'release') {
    const [id = '', ...more] = args
    expectNoMore(more)
    const { isUuid } = await import('../../lib/ids')
    if (!isUuid(id)) throw new WrongUse('Which hold? Give its id, see: daybook audit hold list')
    await withTx(ctx, (tx) => releaseLegalHold(tx, ctx, id))
    say('Released.')
    return 0
  }
  if (verb !== 'set') throw new WrongUse('Expected one of: set, release, list')
  const options = { reason: { type: 'string' }, from: { type: 'string' }, to: { type: 'string' } } as const
  const { values } = parseArgs({ args, options })
  const { reason } = values
  if (!reason) throw new WrongUse('--reason is missing')
  const input = { reason, fromTime: dateOf(values.from, '--from'), toTime: dateOf(values.to, '--to') }
  const { id } = await withTx(ctx, (tx) => setLegalHold(tx, ctx, input))
  say(`Held: ${id}`)
  return 0
}

function dateOf(text: string | undefined, option: string): Date | null {
  if (text === undefined) return null
  const date = new Date(text)
  if (Number.isNaN(date.getTime()))
    throw new WrongUse(`${option} is no date: ${text} (expected 2026-11-21 or 2026-11-21T12:00:00Z)`)
  return date
}

async function exportTrail(args: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args,
    allowPositionals: true,
    options: { from: { type: 'string' }, to: { type: 'string' } },
  })
  const [file, ...more] = positionals
  expectNoMore(more)
  if (!file) throw new WrongUse('Which file?')
  const { exportToFile } = await import('../export')
  return exportToFile(file, { from: dateOf(values.from, '--from'), to: dateOf(values.to, '--to') })
}

async function key(args: string[]): Promise<number> {
  expectNoMore(args)
  const { formatVerifierKey } = await import('../../lib/audit/ledger/signed-note')
  const { checkpointVerifier } = await import('../../lib/audit/ledger/signing-key')
  say(formatVerifierKey(checkpointVerifier()))
  return 0
}
