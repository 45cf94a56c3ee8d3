import { parseArgs } from 'node:util'
import { agree } from '../ask'
import type { Command } from '../command'
import { withMigratedDatabase } from '../migrated-database'
import { say } from '../say'

const usage = `Usage: daybook seed [--yes]
       daybook seed --reset [--yes]

Adds the sample data, two weeks of a small language school, if there is none; or removes it.

  --reset   removes the sample staff, leads, invoices, students and payments. As long as nothing real was ever
            entered, the audit trail and the numbers of invoices and students begin afresh with it. Otherwise the
            trail is not touched (it never is): the sample events stay in it, marked as sample, and one event names
            the removed rows and the invoice numbers that are missing from then on. A sample lead that real
            documents belong to stays, with all that belongs to it.
  --yes     does not ask

Works while Daybook runs and while it does not. Members, their sessions and the settings stay.`

export const seed: Command = {
  name: 'seed',
  summary: 'add the sample data, or remove it (--reset)',
  usage,
  async run(args) {
    const options = { reset: { type: 'boolean', default: false }, yes: { type: 'boolean', default: false } } as const
    const { values } = parseArgs({ args, options })
    return withMigratedDatabase(() => (values.reset ? reset(values.yes) : add(values.yes)))
  },
}

async function add(isAgreed: boolean): Promise<number> {
  const { addSampleData, isAmongReal } = await import('../sample')
  if (!isAgreed && (await isAmongReal()) && !(await agree(amongReal))) return 1
  const counts = await addSampleData({ onAct: progress() })
  if (counts === undefined) say('The sample data is there already. Remove it with: daybook seed --reset')
  else say(`Added ${inWords(counts)}.`)
  return 0
}

const amongReal =
  'There is real business data here. Sample invoices would take their numbers from the same series, and sample events stay in the trail for good. Add sample data nevertheless?'

async function reset(isAgreed: boolean): Promise<number> {
  const { countSampleData } = await import('../demo/sample-data')
  const { removeSample } = await import('../sample')
  const { readMark } = await import('../demo/mark')
  const counts = await countSampleData()
  const hasRows = Object.values({ ...counts, events: 0 }).some((count) => count > 0)
  if (!hasRows && (await readMark()) === undefined) {
    say('There is no sample data.')
    return 0
  }
  const question = `This removes ${inWords(counts)} for good.`
  if (!isAgreed && !(await agree(`${question} Go on?`))) return 1
  const { removed, kept, isTrailRestarted } = await removeSample()
  say(`Removed ${inWords(removed)}.`)
  if (kept.leads + kept.invoices + kept.students + kept.payments > 0)
    say(`Kept, because real documents belong to the same leads: ${inWords({ ...kept, users: 0, events: 0 })}.`)
  say(
    isTrailRestarted
      ? 'Nothing real had been entered: the audit trail begins afresh, and numbers at 1.'
      : 'The audit trail was not touched: its sample events stay, marked as sample.',
  )
  return 0
}

type Counts = { leads: number; invoices: number; students: number; payments: number; users: number; events: number }

const units: Record<keyof Counts, [string, string]> = {
  leads: ['lead', 'leads'],
  invoices: ['invoice', 'invoices'],
  students: ['student', 'students'],
  payments: ['payment', 'payments'],
  users: ['member of the sample staff', 'members of the sample staff'],
  events: ['sample event', 'sample events'],
}

export function inWords(counts: Counts): string {
  const parts = Object.entries(units).flatMap(([key, [one, many]]) => {
    const count = counts[key as keyof Counts]
    return count === 0 ? [] : [`${count} ${count === 1 ? one : many}`]
  })
  return parts.length === 0 ? 'nothing' : parts.join(', ').replace(/, ([^,]*)$/, ' and $1')
}

/** A line every tenth of the way. */
export function progress(): (done: number, of: number) => void {
  return (done, of) => {
    if (done === of || Math.floor((done * 10) / of) > Math.floor(((done - 1) * 10) / of))
      say(`  ${String(Math.floor((done * 100) / of)).padStart(3)} %  ${done} of ${of} acts`)
  }
}
