import { type SloBudget, sliceMinutes } from './contract'

/** As few as this pages nobody (rule `slo-burn`) and is no verdict about thousands. */
const fewBad = 3
/** Below this one request is more than a hundredth: the first pages after a start would be the verdict. */
const fewRequests = 100

/**
 * The error budget (Google SRE workbook, chapter 2): of `total` events as many may be bad as the target leaves, in whole
 * ones, because half a request cannot fail. `left` may still fail; below 0 the target is missed by so many. `expected` is
 * what the total will be at the end of the period, where that is known: of slices it is, of requests it is not.
 */
export function budgetOf(
  unit: SloBudget['unit'],
  counted: { total: number; bad: number; expected?: number; targetPercent: number },
): SloBudget {
  const { total, bad, expected = total, targetPercent } = counted
  const allowed = allowedOf(expected, targetPercent)
  return {
    unit,
    targetPercent,
    total,
    bad,
    attainedPercent: total === 0 ? null : (100 * (total - bad)) / total,
    allowed,
    left: allowed - bad,
    usedPercent: allowed > 0 ? (100 * bad) / allowed : bad === 0 ? 0 : null,
    minutesLeft: unit === 'slices' ? (allowed - bad) * sliceMinutes : null,
    status: statusOf(unit, { total, bad, allowed }),
  }
}

function statusOf(
  unit: SloBudget['unit'],
  { total, bad, allowed }: { total: number; bad: number; allowed: number },
): SloBudget['status'] {
  if (total === 0) return 'noData'
  if (bad <= allowed) return 'met'
  const isFew = allowed === 0 || (unit === 'requests' && total < fewRequests)
  return isFew && bad - allowed < fewBad ? 'tooFew' : 'missed'
}

/** Digits beyond the sixth are how numbers are kept, not what anybody promised: 0.1 % of 1,000 is 1 and not 0.99…. */
function allowedOf(total: number, targetPercent: number): number {
  return Math.floor(Number((total * (1 - targetPercent / 100)).toFixed(6)))
}
