import { say } from '../bin/say'
import type { Comparison, Figure, Question } from './rounds'

/** Prints the rows and whether each reached its target; answers the exit code, which a missed target does not change. */
export function printTable(rows: readonly (Comparison | Figure)[]): number {
  const all = [['what', '', 'reference in the same run', '', 'ratio', 'target', ''], ...rows.map(cellsOf)]
  const widths = all[0]?.map((_, column) => Math.max(...all.map((row) => row[column]?.length ?? 0))) ?? []
  for (const row of all) say(row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return 0
}

/** One row by itself. */
export const lineOf = (row: Comparison | Figure): string => cellsOf(row).filter(Boolean).join('  ')

function cellsOf(row: Comparison | Figure): string[] {
  if ('value' in row) {
    const { what, value, unit, target } = row
    return [what, `${figure(value)} ${unit}`, '–', '', '', `${targetText(target)} ${unit}`, verdict(value, target)]
  }
  const { what, reference, unit, subject, other, ratio, target } = row
  const [own, others] = [subject, other].map((value) => `${figure(value)} ${unit}`)
  return [what, own ?? '', reference, others ?? '', `${ratio.toFixed(2)} ×`, targetText(target), verdict(ratio, target)]
}

const targetText = (target: Question['target']) => ('atLeast' in target ? `≥ ${target.atLeast}` : `≤ ${target.atMost}`)

const verdict = (value: number, target: Question['target']) =>
  ('atLeast' in target ? value >= target.atLeast : value <= target.atMost) ? 'reached' : 'missed'

const figure = (value: number) =>
  value < 10 ? value.toFixed(3) : new Intl.NumberFormat('en', { maximumFractionDigits: 0 }).format(value)
