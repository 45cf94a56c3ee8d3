import type { Tone } from '@/components/ui/tone'
import type { AlertPage } from '@/lib/alerts/contract'

export type OpenCounts = Pick<AlertPage, 'openCount' | 'openCriticalCount' | 'firingCount'>

/** What is open in one sentence, and whether somebody is on it. */
export function openWords({ openCount, openCriticalCount, firingCount }: OpenCounts): {
  title: string
  detail?: string
} {
  if (openCount === 0) return { title: 'Nothing is wrong that Daybook watches.' }
  return { title: openTitle(openCount, openCriticalCount), detail: careWords(openCount, firingCount) }
}

function careWords(openCount: number, firingCount: number): string {
  const isOne = openCount === 1
  if (firingCount === 0)
    return isOne ? 'Somebody is on it: it is acknowledged.' : 'Somebody is on them: all are acknowledged.'
  if (firingCount === openCount)
    return isOne ? 'Nobody has acknowledged it yet.' : 'Nobody has acknowledged any of them yet.'
  return `${firingCount} of the ${openCount} ${firingCount === 1 ? 'is' : 'are'} not acknowledged yet.`
}

function openTitle(openCount: number, criticalCount: number): string {
  if (openCount === 1) return criticalCount === 1 ? '1 critical alert is open.' : '1 alert is open.'
  if (criticalCount === 0) return `${openCount} alerts are open.`
  if (criticalCount === openCount) return `${openCount} critical alerts are open.`
  return `${openCount} alerts are open, ${criticalCount} of them critical.`
}

export function openTone({ openCount, openCriticalCount, firingCount }: OpenCounts): Tone {
  if (openCount === 0) return 'success'
  if (openCriticalCount > 0) return 'critical'
  return firingCount === 0 ? 'warning' : 'error'
}
