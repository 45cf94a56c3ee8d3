import { existsSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { agree } from '../ask'
import { type Command, expectNoMore, WrongUse } from '../command'
import { withMigratedDatabase } from '../migrated-database'
import { wholeNumber } from '../numbers'
import { say } from '../say'

type Verb = { synopsis: string[]; does: string; run(args: string[]): Promise<number> }

const verbs: Record<string, Verb> = {
  erase: {
    synopsis: ['erase --subject TEXT… --reason TEXT [--yes]', 'erase --subject TEXT… --dry-run'],
    does: `takes a person out of the trail, the archive, the search and the spool; every proof still holds. Give every way in
         which the person is written (address, full name, telephone number); an address also finds the names and numbers
         that the office has under it. The reason stays in the trail: do not name the person in it. Change or delete the
         person's other records in Daybook first (--dry-run lists them): a change is an event that says what stood there`,
    run: erase,
  },
  archive: {
    synopsis: ['archive'],
    does: 'moves months that are older than a year to the archive, as happens every day by itself',
    run: archive,
  },
  drop: {
    synopsis: ['drop --after-days N'],
    does: 'removes archived months for good: older than N days (1826 or more), under no legal hold',
    run: drop,
  },
  hold: {
    synopsis: ['hold set --reason TEXT [--from DATE] [--to DATE]', 'hold release ID', 'hold list'],
    does: 'keeps archived months from being dropped',
    run: hold,
  },
  export: {
    synopsis: ['export FILE [--from DATE] [--to DATE] [--force]'],
    does: `writes the trail as NDJSON, for daybook verify --export, with the newest checkpoint beside it; of a span of time
         without one, since a part cannot be verified by itself. --force overwrites`,
    run: exportTrail,
  },
  key: { synopsis: ['key'], does: 'shows the public key that checkpoints are verified with', run: key },
}

function usageOf(names: readonly string[]): string {
  const shown = names.flatMap((name) => (verbs[name] ? [{ name, ...verbs[name] }] : []))
  const lines = shown.flatMap(({ synopsis }) => synopsis.map((line) => `daybook audit ${line}`))
  const deeds = shown.map(({ name, does }) => `${name.padEnd(8)} ${does}`)
  return `Usage: ${lines.join('\n       ')}\n\n${deeds.join('\n')}`
}

const usage = usageOf(Object.keys(verbs))

export const audit: Command = {
  name: 'audit',
  summary: 'erase a person, archive, hold or export the audit trail',
  usage,
  usageOf: ([verb = '']) => (Object.hasOwn(verbs, verb) ? usageOf([verb]) : usage),
  async run([verb = '', ...args]) {
    const known = Object.hasOwn(verbs, verb) ? verbs[verb] : undefined
    if (!known) throw new WrongUse(`Expected one of: ${Object.keys(verbs).join(', ')}`)
    return withMigratedDatabase(() => known.run(args))
  },
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
  const { reason, 'dry-run': isDry } = values
  // Looking through a large trail takes minutes.
  if (!isDry && !reason) throw new WrongUse('--reason is missing')
  const { adviceOn, prepareErasure } = await import('../erasure')
  const erasure = await prepareErasure(values.subject, reason)
  say(`Looking for: ${erasure.words.join(' · ')}`)
  say(`Found in ${erasure.events} events.`)
  for (const one of erasure.elsewhere) say(`  note  also ${adviceOn(one)}`)
  if (erasure.elsewhere.length > 0)
    say('  note  do that first, or erase again afterwards: a change is an event that says what stood there before')
  if (isDry || !reason) return 0
  if (!values.yes && !(await agree('Erase this person from them for good?'))) return 1
  return erasure.run(reason)
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
    options: { from: { type: 'string' }, to: { type: 'string' }, force: { type: 'boolean', default: false } },
  })
  const [file, ...more] = positionals
  expectNoMore(more)
  if (!file) throw new WrongUse('Which file?')
  const taken = [file, `${file}.checkpoint`].find((name) => existsSync(name))
  if (taken && !values.force) throw new WrongUse(`${taken} is there already: take another name or add --force`)
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
