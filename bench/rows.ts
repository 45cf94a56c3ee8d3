import { say } from '../bin/say'
import type { Cluster } from '../lib/db/embedded-cluster'
import { measureAlerting } from './alerting'
import { withFreshDatabase } from './cluster'
import { type OpenDatabase, openTrail } from './databases'
import { measureFollowing } from './following'
import { measureReading } from './reading'
import type { Comparison, Figure } from './rounds'
import { measureSealing } from './sealing'
import { measureSearching } from './searching'
import { measureServing } from './serving'
import { measureStatistics } from './statistics'
import { lineOf } from './table'
import { measureVerifying } from './verifying'
import { compareWriter } from './writer'

type Row = Comparison | Figure
type Size = { isBig: boolean }

const million = 1_000_000

const rows: Record<string, (cluster: Cluster, size: Size) => Promise<Row[]>> = {
  writer: (cluster) => withFreshDatabase(cluster, compareWriter),
  sealing: (cluster) => withFreshDatabase(cluster, measureSealing),
  verifying: (cluster, { isBig }) => withFreshDatabase(cluster, () => measureVerifying(isBig ? million : million / 5)),
  alerting: (cluster) => withFreshDatabase(cluster, measureAlerting),
  serving: () => measureServing(),
  following: (cluster) => withFreshDatabase(cluster, measureFollowing),
  statistics: async (cluster) => {
    const day = await openTrail(cluster, 'bench_day', { events: million, days: 1 })
    return measureStatistics(day).finally(day.close)
  },
  reading: async (cluster, { isBig }) => {
    const [small, big] = [await halfYear(cluster, false), isBig ? await halfYear(cluster, true) : undefined]
    return measureReading(small, big).finally(small.close).finally(big?.close)
  },
  searching: async (cluster, { isBig }) => {
    const trail = await halfYear(cluster, isBig)
    return measureSearching(trail, isBig ? '10M' : '1M').finally(trail.close)
  },
}

const halfYear = (cluster: Cluster, isBig: boolean): Promise<OpenDatabase> =>
  isBig
    ? openTrail(cluster, 'bench_10m', { events: 10 * million, days: 180 })
    : openTrail(cluster, 'bench_1m', { events: million, days: 180 })

/** The named rows of the table, or all of them. */
export async function measure(cluster: Cluster, { names, isBig }: { names: readonly string[] } & Size): Promise<Row[]> {
  const unknown = names.filter((name) => !(name in rows))
  if (unknown.length > 0)
    throw new Error(`There is no ${unknown.join(', ')}; there are ${Object.keys(rows).join(', ')}`)
  const all: Row[] = []
  for (const [name, row] of Object.entries(rows))
    if (names.length === 0 || names.includes(name)) {
      const measured = await row(cluster, { isBig })
      // Minutes may pass until the table is whole.
      for (const one of measured) say(`  … ${lineOf(one)}`)
      all.push(...measured)
    }
  return all
}
