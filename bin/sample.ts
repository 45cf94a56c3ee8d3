import { getDb } from '../lib/db'
import type { BackfillOptions } from './demo/backfill'
import { readMark } from './demo/mark'
import { type Removal, removeSampleData } from './demo/remove'
import { beginSampleData, completeSampleData, defaultSample, PlanChanged, type SampleCounts } from './demo/sample-data'
import { takingTurns } from './taking-turns'

type Options = Omit<BackfillOptions, 'ownerUrl'> & { days?: number; seed?: number }

/** Adds the sample data, or completes what a kill cut off. Answers undefined when it is all there already. */
export function addSampleData({ days, seed, ...options }: Options = {}): Promise<SampleCounts | undefined> {
  return takingTurns(async (ownerUrl) => {
    const mark = await readMark()
    const wanted = { days: days ?? defaultSample.days, seed: seed ?? defaultSample.seed, endsAt: new Date() }
    if (mark === undefined) await beginSampleData(wanted)
    return completeSampleData({ ...options, ownerUrl })
  })
}

/** The same for a start that holds the turn already: half-made data of another version is removed and made anew. */
export async function resumeSampleData(options: BackfillOptions): Promise<void> {
  try {
    await completeSampleData(options)
  } catch (error) {
    if (!(error instanceof PlanChanged)) throw error
    await removeSampleData(options.ownerUrl)
    await beginSampleData({ ...defaultSample, endsAt: new Date() })
    await completeSampleData(options)
  }
}

export function removeSample(): Promise<Removal> {
  return takingTurns(removeSampleData)
}

/** The question to ask then. */
export const amongReal =
  'There is real business data here. Sample invoices would take their numbers from the same series, and sample events stay in the trail for good. Add sample data nevertheless?'

/** Whether there is anything that is not sample data. */
export async function isAmongReal(): Promise<boolean> {
  const where = { isSample: false }
  const db = getDb()
  const found = [await db.lead.findFirst({ where }), await db.invoice.findFirst({ where })]
  return found.some((row) => row !== null)
}
