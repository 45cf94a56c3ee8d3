import type { AuditFilters } from '../contract'

/** Filters of the values of one event; dates are ranges of the id instead, words are looked for in JavaScript. */
export type ExactFilters = Omit<AuditFilters, 'dateFrom' | 'dateTo' | 'search'>

const columns = {
  entityName: 'entityType',
  entityId: 'entityId',
  actorUserId: 'userId',
  source: 'source',
  requestId: 'requestId',
  correlationId: 'correlationId',
} as const satisfies { [name in keyof ExactFilters]?: string }

const names = Object.keys(columns) as (keyof typeof columns)[]

/** The filters as a condition on `e`; what it compares with is added to `values`. */
export function exactCondition(filters: ExactFilters, values: unknown[]): string {
  const parameter = (value: unknown) => `$${values.push(value)}`
  const all = ['true']
  for (const name of names)
    if (filters[name] !== undefined) all.push(`e."${columns[name]}" = ${parameter(filters[name])}`)
  if (filters.severity) all.push(`e."severity" = ANY(${parameter(filters.severity)}::"AuditSeverity"[])`)
  if (filters.action) all.push(`(${filters.action.map((pattern) => actionCondition(pattern, parameter)).join(' OR ')})`)
  return all.join(' AND ')
}

function actionCondition(pattern: string, parameter: (value: unknown) => string): string {
  if (!pattern.endsWith('*')) return `e."action" = ${parameter(pattern)}`
  return `starts_with(e."action", ${parameter(pattern.slice(0, -1))})`
}
