import { z } from 'zod'
import { minuteMs } from '../../clock'
import { healthSnapshots } from '../../health'
import { conditionRule, type Finding } from './rule'
import { threshold } from './threshold'
import { waitText } from './wait-text'

/** How far back the two newest snapshots may lie: one may be late or missing, a stopped clock must not keep an alert open. */
const lookBackMs = 4 * minuteMs

const Settings = z.strictObject({
  // Above the limit of a health check nothing is measured any more, so a higher limit would never be reached.
  limitMs: threshold({
    title: 'Slow query',
    description: 'Fires when the query of the health check takes longer than this, twice in a row',
    unit: 'ms',
    default: 2_000,
    minimum: 50,
    maximum: 2_000,
  }),
})

type Snapshot = { at: Date; databaseMs: number | null }
type SlowPair = { first: Snapshot; second: Snapshot }

/** Snapshots that followed one another, in both of which the query took too long. */
function slowPairs(snapshots: readonly Snapshot[], limitMs: number): SlowPair[] {
  const isSlow = ({ databaseMs }: Snapshot) => databaseMs !== null && databaseMs > limitMs
  return snapshots.flatMap((second, index) => {
    const first = snapshots[index - 1]
    if (!first || !isSlow(first) || !isSlow(second)) return []
    return second.at.getTime() - first.at.getTime() < lookBackMs ? [{ first, second }] : []
  })
}

/** The database answers, but slowly. */
export const databaseSlow = conditionRule({
  name: 'database-slow',
  title: 'Slow database',
  description: 'The query of the health check took longer than two seconds, twice in a row.',
  severity: 'medium',
  settings: Settings,
  async evaluate(tx, { now, settings: { limitMs } }) {
    const snapshots = await healthSnapshots(tx, { from: new Date(now.getTime() - lookBackMs), to: now })
    return slowPairs(snapshots.slice(-2), limitMs).map((pair) => finding(pair, limitMs))
  },
  async history(tx, { from, to, settings: { limitMs } }) {
    const snapshots = await healthSnapshots(tx, { from: new Date(from.getTime() - lookBackMs), to })
    const moments = slowPairs(snapshots, limitMs).map(({ second }) => ({ at: second.at, source: 'daybook' }))
    return moments.filter(({ at }) => at >= from)
  },
})

function finding({ first, second }: SlowPair, limitMs: number): Finding {
  const times = [first, second].map(({ databaseMs }) => waitText(databaseMs ?? 0))
  return {
    source: 'daybook',
    sentence: `The database took longer than ${waitText(limitMs)} to answer a small question, twice in a row; usually it is a few milliseconds.`,
    facts: [{ name: 'Answer times', value: times.join(', then ') }],
    firstAt: first.at,
    lastAt: second.at,
  }
}
