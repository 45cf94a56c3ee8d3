'use client'

import { parseAsString, parseAsStringLiteral, useQueryStates } from 'nuqs'

export const views = ['all', 'errors'] as const
export const periods = ['1h', '24h', '7d', '30d'] as const

const hourMs = 3_600_000
const periodMs: Record<(typeof periods)[number], number> = {
  '1h': hourMs,
  '24h': 24 * hourMs,
  '7d': 7 * 24 * hourMs,
  '30d': 30 * 24 * hourMs,
}

const text = parseAsString.withDefault('')

const parsers = {
  view: parseAsStringLiteral(views).withDefault('all'),
  search: text,
  within: parseAsStringLiteral(periods),
  action: text,
  source: text,
  actorUserId: text,
  requestId: text,
  correlationId: text,
}

/** What the feed is narrowed to, as it stands in the URL. Empty strings filter nothing. */
export interface ActivityFilters {
  view: (typeof views)[number]
  search: string
  within: (typeof periods)[number] | null
  action: string
  source: string
  actorUserId: string
  requestId: string
  correlationId: string
}

/** The filters in the URL and the way to change some of them; each change is a step that "back" undoes. */
export function useActivityFilters() {
  return useQueryStates(parsers, { history: 'push', scroll: false })
}

/** Back to everything of the same view. */
export const noFilters = {
  search: null,
  within: null,
  action: null,
  source: null,
  actorUserId: null,
  requestId: null,
  correlationId: null,
}

/** Whether anything but the view narrows the feed. */
export function isFiltered({ view: _view, ...filters }: ActivityFilters): boolean {
  return Object.values(filters).some(Boolean)
}

/** The filters as `/api/audit-logs` takes them. */
export function searchParamsOf(filters: ActivityFilters, nowMs: number): URLSearchParams {
  const { view, within, ...exact } = filters
  const params = new URLSearchParams()
  if (view === 'errors') params.set('severity', 'WARNING,ERROR,CRITICAL')
  if (within) params.set('dateFrom', new Date(nowMs - periodMs[within]).toISOString())
  for (const [name, value] of Object.entries(exact)) if (value !== '') params.set(name, value)
  return params
}

/** The feed narrowed to one value, as a link. */
export function feedHref(filters: Partial<Record<keyof ActivityFilters, string>>): string {
  const query = new URLSearchParams(filters).toString()
  return query === '' ? '/dashboard/activity' : `/dashboard/activity?${query}`
}
