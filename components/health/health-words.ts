import { minutesInWords } from '@/components/ui/duration'
import { type Check, sortedChecks, troubleOf } from '@/components/ui/health-checks'
import type { Tone } from '@/components/ui/tone'
import { counted } from '@/components/ui/words'
import type { BarState, HealthRange, MinuteCounts, SystemHealth, UptimeBar } from '@/lib/health/contract'

export const rangeWords: Record<HealthRange, { short: string; long: string }> = {
  '24h': { short: '24 hours', long: 'the last 24 hours' },
  '7d': { short: '7 days', long: 'the last 7 days' },
  '30d': { short: '30 days', long: 'the last 30 days' },
  '90d': { short: '90 days', long: 'the last 90 days' },
}

export const barLook: Record<BarState, { word: string; className: string }> = {
  up: { word: 'Up', className: 'bg-success-solid' },
  degraded: { word: 'Degraded', className: 'bg-warning-solid' },
  down: { word: 'Down', className: 'bg-error-solid' },
  maintenance: { word: 'Maintenance', className: 'bg-info-solid' },
  noData: { word: 'No data', className: 'bg-line' },
}

/** Cut off and never rounded up: 99.9996 % is not all. "99.98 %", "100 %". */
export function percentText(percent: number | null): string {
  if (percent === null) return '–'
  return `${(Math.floor(percent * 1_000 + 1e-6) / 1_000).toLocaleString('en', { maximumFractionDigits: 3 })} %`
}

/** "10 min down, 3 min degraded, 30 min planned maintenance"; nothing when there is nothing to say. */
export function minutesText({ degraded, down, maintenance }: MinuteCounts): string {
  const parts = [
    down > 0 && `${minutesInWords(down)} down`,
    degraded > 0 && `${minutesInWords(degraded)} degraded`,
    maintenance > 0 && `${minutesInWords(maintenance)} of planned maintenance`,
  ]
  return parts.filter(Boolean).join(', ')
}

/** A bar in words: "Up, 100 %", "Down, 99.31 %: 10 min down". */
export function barText({ state, percent, minutes }: UptimeBar): string {
  const word = barLook[state].word
  const facts = minutesText(minutes)
  return [percent === null ? word : `${word}, ${percentText(percent)}`, facts].filter(Boolean).join(': ')
}

export type HealthVerdict = { tone: Tone; title: string; troubles: string[] }

/** Whether to worry, from the checks; what is unknown is said and is no trouble. */
export function verdictOf(health: SystemHealth): HealthVerdict {
  const bad = sortedChecks(health).filter(([, { status }]) => status === 'unhealthy' || status === 'degraded')
  const troubles = bad.map(([key, check]: [string, Check]) => troubleOf(key, check))
  if (health.status === 'unhealthy')
    return { tone: 'error', title: firstOf(troubles, 'Something is broken'), troubles: troubles.slice(1) }
  if (health.status === 'degraded')
    return {
      tone: 'warning',
      title: `Daybook works, but ${counted(bad.length, 'thing')} ${bad.length === 1 ? 'needs' : 'need'} a look`,
      troubles,
    }
  return { tone: 'success', title: 'Daybook is well', troubles: [] }
}

const firstOf = (texts: readonly string[], otherwise: string) => texts[0] ?? otherwise
