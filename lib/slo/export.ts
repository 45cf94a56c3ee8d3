import { inert } from '../audit/export'
import type { Context } from '../context'
import { getDb } from '../db'
import type { SloBudget, SloMonth } from './contract'
import { listSloMonths } from './months'

const kinds = ['availability', 'requests', 'latency'] as const

const columns = [
  'month',
  'from',
  'to',
  'isOver',
  ...kinds.flatMap((kind) =>
    ['TargetPercent', 'Counted', 'Bad', 'Allowed', 'AttainedPercent', 'Status'].map((what) => `${kind}${what}`),
  ),
  'latencyMs',
  'corrections',
]

/** The first line of the file. */
export const sloCsvHeader = csvLine(columns)

/** The months as a CSV file (RFC 4180) in which no cell is a formula, newest first, with the reasons of their corrections. */
export async function exportSloMonths(ctx: Context): Promise<Response> {
  const { items } = await listSloMonths(ctx)
  const corrections = await getDb().sloCorrection.findMany({ where: { removedAt: null }, orderBy: { startsAt: 'asc' } })
  const lines = items.map((month) => {
    const [from, to] = [new Date(month.from), new Date(month.to)]
    const reasons = corrections
      .filter(({ startsAt, endsAt }) => startsAt < to && endsAt > from)
      .map(({ startsAt, endsAt, reason }) => `${startsAt.toISOString()} to ${endsAt.toISOString()}: ${reason}`)
    return csvLine(cellsOf(month, reasons.join('\n')))
  })
  const name = `daybook-slo-${ctx.now().toISOString().slice(0, 10)}.csv`
  return new Response([sloCsvHeader, ...lines].join(''), {
    headers: {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="${name}"`,
      'cache-control': 'no-store',
    },
  })
}

function cellsOf(month: SloMonth, reasons: string): string[] {
  const budgets = kinds.flatMap((kind) => budgetCells(month[kind]))
  return [month.month, month.from, month.to, String(month.isOver), ...budgets, String(month.targets.latencyMs), reasons]
}

function budgetCells({ targetPercent, total, bad, allowed, attainedPercent, status }: SloBudget): string[] {
  return [String(targetPercent), String(total), String(bad), String(allowed), percentText(attainedPercent), status]
}

/** Cut off and not rounded: 99.9996 % is not all. */
const percentText = (percent: number | null) => (percent === null ? '' : String(Math.floor(percent * 1_000) / 1_000))

function csvLine(cells: readonly string[]): string {
  return `${cells.map((cell) => (cell === '' ? '' : `"${inert(cell).replaceAll('"', '""')}"`)).join(',')}\r\n`
}
