import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { databaseUrls, dataFolder } from '../../lib/db/embedded'
import { env } from '../../lib/env'
import { agree } from '../ask'
import { type Command, WrongUse } from '../command'
import type { Deed } from '../demo/office'
import { withMigratedDatabase } from '../migrated-database'
import { wholeNumber } from '../numbers'
import { complain, say } from '../say'
import { untilTold } from '../until-told'
import { inWords, progress } from './seed'

const usage = `Usage: daybook demo [--pace N] [--count N] [--url ADDRESS] [--seed N] [--yes]
       daybook demo --days N [--seed N] [--yes]

Lets the staff of a small language school work in a running Daybook, one line for each act, until Ctrl-C:
leads, invoices, payments, wrong input, refused payments, double conversions, and now and then a conversion that
crashes in the database (where this command may do that). Only the public HTTP interface is used; the database
is needed for the accounts of the sample staff and for the crash.

  --pace N    acts a minute (20)
  --count N   stop after N acts
  --url       where Daybook answers; without it the one of this data folder
  --days N    no live acts, but the N days before now (1 to 60), as a fresh trial gets them
  --seed N    the same number gives the same people
  --yes       does not ask where there is real data

Everything is marked as sample data; "daybook seed --reset" removes it.`

export const demo: Command = {
  name: 'demo',
  summary: 'let a sample school work in Daybook, or make its past (--days)',
  usage,
  async run(args) {
    const text = { type: 'string' } as const
    const options = { days: text, pace: text, count: text, url: text, seed: text } as const
    const { values } = parseArgs({ args, options: { ...options, yes: { type: 'boolean', default: false } } })
    const seed = wholeNumber('seed', values.seed, { from: 0, to: 2 ** 31 })
    const days = wholeNumber('days', values.days, { from: 1, to: 60 })
    if (days !== undefined) return withMigratedDatabase(() => makePast(days, seed, values.yes))
    const pace = wholeNumber('pace', values.pace, { from: 1, to: 3_000 }) ?? 20
    const count = wholeNumber('count', values.count, { from: 1, to: 1_000_000 })
    const base = await answeringAddress(values.url)
    return withMigratedDatabase(() => live({ base, pace, count, seed: seed ?? Date.now() % 2 ** 31 }, values.yes))
  },
}

async function makePast(days: number, seed: number | undefined, isAgreed: boolean): Promise<number> {
  const { addSampleData } = await import('../sample')
  if (!(await mayAdd(isAgreed))) return 1
  const counts = await addSampleData({ days, ...(seed === undefined ? {} : { seed }), onAct: progress() })
  say(counts ? `Added ${inWords(counts)}.` : 'The sample data is there already. Remove it with: daybook seed --reset')
  return 0
}

async function mayAdd(isAgreed: boolean): Promise<boolean> {
  const { amongReal, isAmongReal } = await import('../sample')
  return isAgreed || !(await isAmongReal()) || agree(amongReal)
}

/** The address given, else the one of the Daybook that serves from this data folder, else the default port. */
async function answeringAddress(given: string | undefined): Promise<URL> {
  const address = given ?? servedAddress() ?? `http://localhost:${env().PORT}`
  if (!URL.canParse(address)) throw new WrongUse(`--url is no address: ${address}`)
  const base = new URL(address)
  const greeting = await fetch(new URL('/health', base), { signal: AbortSignal.timeout(10_000) })
    .then((response) => response.text())
    .catch(() => '')
  if (greeting.includes('"daybook"')) return base
  throw new Error(`No Daybook answers at ${base.origin}. Start it with "npm start" in another window, or give --url.`)
}

function servedAddress(): string | undefined {
  const file = join(dataFolder(), 'daybook.json')
  const facts: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined
  const address = facts !== null && typeof facts === 'object' && 'address' in facts ? facts.address : undefined
  return typeof address === 'string' ? address : undefined
}

type Wish = { base: URL; pace: number; count: number | undefined; seed: number }

async function live({ base, ...wish }: Wish, isAgreed: boolean): Promise<number> {
  const { workLive } = await import('../demo/live')
  const { ensureStaff } = await import('../demo/staff')
  if (!(await mayAdd(isAgreed))) return 1
  await ensureStaff()
  const stop = new AbortController()
  void untilTold(() => process.exit(1)).then(() => stop.abort())
  const tally = { done: 0, refused: 0, failed: 0 }
  say(`The school works at ${base.origin}, ${wish.pace} acts a minute. Ctrl-C ends it.`)
  await workLive({
    ...wish,
    base,
    ownerUrl: databaseUrls()?.owner ?? '',
    signal: stop.signal,
    onDeed: (deed) => {
      tally[deed.kind] += 1
      say(lineOf(deed))
    },
    onSilence: () => complain(`${base.origin} does not answer; trying again for two minutes …`),
  })
  say(`Done: ${tally.done}, refused: ${tally.refused}, failed: ${tally.failed}. Remove it with: daybook seed --reset`)
  return 0
}

function lineOf({ by, words, status }: Deed): string {
  return `${new Date().toTimeString().slice(0, 8)}  ${status}  ${by} ${words}`
}
