import { say } from '../bin/say'
import type { Comparison } from './rounds'

/** Prints the rows and whether each reached its target; answers the exit code, which a missed target does not change. */
export function printTable(rows: readonly Comparison[]): number {
  const cells = rows.map(({ what, reference, unit, subject, other, ratio, target }) => [
    what,
    `${figure(subject)} ${unit}`,
    reference,
    `${figure(other)} ${unit}`,
    `${ratio.toFixed(2)} ×`,
    'atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`,
    ('atLeast' in target ? ratio >= target.atLeast : ratio <= target.atMost) ? 'reached' : 'missed',
  ])
  const all = [['what', '', 'reference in the same run', '', 'ratio', 'target', ''], ...cells]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  for (const row of all) say(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return 0
}

const figure = (value: number) =>
  value < 10 ? value.toFixed(3) : new Intl.NumberFormat('en', { maximumFractionDigits: 0 }).format(value)
