import { dayMs } from '../clock'
import type { Context } from '../context'
import { getDb, type Tx } from '../db'
import { requestTotals } from '../metrics'
import { budgetDays, type Slo, type SloReport, type SloTargets } from './contract'
import { excludedStretches } from './excluded'
import { type Measured, measure } from './measure'
import { getSloTargets } from './targets'

const burnHours = [1, 6, 24, 72] as const

/** What was promised and what of it was kept in the last 30 days. */
export async function sloReport(ctx: Context): Promise<SloReport> {
  const db = getDb()
  const to = ctx.now()
  const from = new Date(to.getTime() - budgetDays * dayMs)
  const targets = await getSloTargets(db)
  const [measured, burn] = await Promise.all([measure(db, { from, to, now: to, targets }), burnOf(db, to, targets)])
  return {
    from: from.toISOString(),
    to: to.toISOString(),
    targets,
    items: slosOf(measured, targets),
    excludedMinutes: measured.excludedMinutes,
    burn,
  }
}

function slosOf({ availability, requests, latency }: Measured, targets: SloTargets): Slo[] {
  const { availabilityPercent, latencyPercent, latencyMs } = targets
  return [
    {
      name: 'availability',
      title: 'Available',
      promise: `Daybook is there and works in ${availabilityPercent} % of all stretches of five minutes.`,
      budget: availability,
    },
    {
      name: 'requests',
      title: 'Requests that succeed',
      promise: `${availabilityPercent} % of all requests are answered without a failure of ours.`,
      budget: requests,
    },
    {
      name: 'latency',
      title: 'Quick answers',
      promise: `${latencyPercent} % of all requests are answered within ${latencyMs} ms.`,
      budget: latency,
    },
  ]
}

/** How many times as fast as the target allows requests failed lately; at 1 the budget lasts exactly its 30 days. */
async function burnOf(tx: Tx, to: Date, { availabilityPercent }: SloTargets): Promise<SloReport['burn']> {
  const from = new Date(to.getTime() - 72 * 3_600_000)
  const windows = await requestTotals(tx, {
    to,
    windowMinutes: burnHours.map((hours) => hours * 60),
    except: await excludedStretches(tx, { from, to }),
  })
  return windows.map(({ minutes, requests, errors }) => {
    const share = requests === 0 ? 0 : errors / requests
    return {
      hours: minutes / 60,
      requests,
      errors,
      rate: Number((share / (1 - availabilityPercent / 100)).toPrecision(6)),
    }
  })
}
