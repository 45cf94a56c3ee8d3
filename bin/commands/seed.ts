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
  const { addSampleData, amongReal, isAmongReal } = await import('../sample')
  if (!isAgreed && (await isAmongReal()) && !(await agree(amongReal))) return 1
  const counts = await addSampleData({ onAct: progress() })
  if (counts === undefined) say('The sample data is there already. Remove it with: daybook seed --reset')
  else say(`Added ${inWords(counts)}.`)
  return 0
}

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

/** "105 leads, 1 invoice and 3 members of the sample staff"; what there is none of is left out. */
export function inWords({ leads, invoices, students, payments, users, events }: Counts): string {
  const parts = [
    amount(leads, 'lead'),
    amount(invoices, 'invoice'),
    amount(students, 'student'),
    amount(payments, 'payment'),
    amount(users, 'member', ' of the sample staff'),
    amount(events, 'sample event'),
  ].filter((part) => part !== '')
  return parts.length === 0 ? 'nothing' : parts.join(', ').replace(/, ([^,]*)$/, ' and $1')
}

function amount(count: number, noun: string, rest = ''): string {
  return count === 0 ? '' : `${count} ${noun}${count === 1 ? '' : 's'}${rest}`
}

/** A line every tenth of the way. */
export function progress(): (done: number, of: number) => void {
  return (done, of) => {
    if (done === of || Math.floor((done * 10) / of) > Math.floor(((done - 1) * 10) / of))
      say(`  ${String(Math.floor((done * 100) / of)).padStart(3)} %  ${done} of ${of} acts`)
  }
}
