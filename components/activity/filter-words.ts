import type { ActivityFilters, periods } from './filters'
import { actionLabel } from './words'

export const periodWords: Record<(typeof periods)[number], string> = {
  '1h': 'Last hour',
  '24h': 'Last 24 hours',
  '7d': 'Last 7 days',
  '30d': 'Last 30 days',
}

/** Filters that have no control of their own and stand as chips. */
export const chipWords = {
  action: 'Action',
  source: 'Source',
  actorUserId: 'Person',
  requestId: 'Request',
  correlationId: 'Correlation',
} as const

export type ChipName = keyof typeof chipWords

/** The chips that narrow the feed. */
export function chipsOf(filters: ActivityFilters): ChipName[] {
  return (Object.keys(chipWords) as ChipName[]).filter((name) => filters[name] !== '')
}

export function chipValue(name: ChipName, filters: ActivityFilters, personName: string | undefined): string {
  if (name === 'action') return filters.action.split(',').map(actionLabel).join(', ')
  return name === 'actorUserId' ? (personName ?? filters.actorUserId) : filters[name]
}

/** Everything that narrows the feed, each as a few words; empty when nothing does. */
export function filterWords(filters: ActivityFilters, personName: string | undefined): string[] {
  const { view, search, within } = filters
  return [
    ...(view === 'errors' ? ['Errors only'] : []),
    ...(within ? [periodWords[within]] : []),
    ...(search === '' ? [] : [`Search: ${search}`]),
    ...chipsOf(filters).map((name) => `${chipWords[name]}: ${chipValue(name, filters, personName)}`),
  ]
}
