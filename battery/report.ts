import type { TrailCheck } from './check-trail'
import type { Ledger } from './ledger'

/** What a battery did and found. It has passed when there is no problem. */
export type Report = { figures: [what: string, value: string][]; problems: string[] }

export const number = (value: number): string => new Intl.NumberFormat('en').format(value)
const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

/** Middle and worst of some times. */
export function spread(times: readonly number[]): string {
  const sorted = times.toSorted((a, b) => a - b)
  const middle = sorted[sorted.length >> 1]
  return middle === undefined ? 'none' : `${seconds(middle)} mostly, ${seconds(sorted.at(-1) ?? 0)} at worst`
}

/** The ledger's side of a report. */
export function ledgerFigures(ledger: Ledger, check: TrailCheck): Report['figures'] {
  const { database, spool, log } = ledger.kept
  const leads = ledger.count('ok', ({ kind }) => kind === 'lead')
  return [
    [
      'acknowledged',
      `${number(database + spool)}: ${number(database)} from the database (${number(leads)} business writes), ${number(spool)} from the spool`,
    ],
    ['refused', `${number(ledger.count('refused') + log)}`],
    ['unknown', `${number(ledger.unknowns)} times; events were asked again with the same id`],
    ['lost', number(check.lost)],
    ['doubled', number(check.doubled)],
    ['changed', number(check.changed)],
    ['unwanted', number(check.unwanted)],
    ['verified', `${number(check.verified)} events, ${check.checkpoints} checkpoints`],
  ]
}

/** The report as it is printed. */
export function reportLines(name: string, { figures, problems }: Report, tookMs: number): string[] {
  const width = Math.max(...figures.map(([what]) => what.length))
  return [
    name,
    ...figures.map(([what, value]) => `  ${what.padEnd(width)}  ${value}`),
    ...problems.map((problem) => `  PROBLEM: ${problem}`),
    `  ${problems.length === 0 ? 'passed' : 'FAILED'} in ${seconds(tookMs)}`,
  ]
}
