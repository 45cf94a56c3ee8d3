import { severities } from '../actions'
import type { ExactFilters } from '../read/filters'
import { alwaysLook, deedToken, errorToken, type Identified, token } from './tokens'

/** Shorter beginnings stand in nearly every block, and asking for them would read most of the index. */
const minWordLength = 2

type Term = { token: string; isPrefix?: boolean }

/**
 * The tsquery of the blocks in which such an event can be: every block that has one matches. Undefined when that says
 * nothing, so that every block must be looked at.
 */
export function blockQuery(filters: ExactFilters, words: readonly string[]): string | undefined {
  const errors = filters.severity && !filters.severity.includes('INFO') ? filters.severity : undefined
  const values = valueTerms(filters)
  const groups = errors ? values.map((terms) => pairedWith(errors, terms)) : values
  if (filters.severity && (!errors || values.length === 0))
    groups.push(filters.severity.map((severity) => ({ token: token('severity', severity) })))
  const { actorUserId, action } = filters
  if (actorUserId !== undefined && action && !action.some(isPattern))
    groups.push(action.map((name) => ({ token: deedToken(actorUserId, name) })))
  for (const word of words) if (word.length >= minWordLength) groups.push([{ token: word, isPrefix: true }])
  return groups.length === 0 ? undefined : `(${groups.map(anyOf).join(' & ')}) | ${lexeme({ token: alwaysLook })}`
}

function valueTerms(filters: ExactFilters): Term[][] {
  const is = (field: keyof Identified, value: string | undefined): Term[][] =>
    value === undefined ? [] : [[{ token: token(field, value) }]]
  const { correlationId } = filters
  return [
    ...is('entityType', filters.entityName),
    ...is('entityId', filters.entityId),
    ...is('userId', filters.actorUserId),
    ...is('source', filters.source),
    ...is('requestId', filters.requestId),
    ...(correlationId === undefined
      ? []
      : [[{ token: token('correlationId', correlationId) }, { token: token('requestId', correlationId) }]]),
    ...(filters.action ? [actionTerms(filters.action)] : []),
  ]
}

const isPattern = (action: string) => action.endsWith('*')

function actionTerms(patterns: readonly string[]): Term[] {
  return patterns.map((pattern) =>
    isPattern(pattern)
      ? { token: token('action', pattern.slice(0, -1)), isPrefix: true }
      : { token: token('action', pattern) },
  )
}

function pairedWith(errors: readonly string[], terms: readonly Term[]): Term[] {
  return severities
    .filter((severity) => errors.includes(severity))
    .flatMap((severity) => terms.map((term) => ({ ...term, token: errorToken(severity, term.token) })))
}

const anyOf = (terms: readonly Term[]) => `(${terms.map(lexeme).join(' | ')})`

/** Quoted, so that nothing in it is an operator. */
const lexeme = ({ token, isPrefix }: Term) => `'${token.replace(/['\\]/g, '$&$&')}'${isPrefix ? ':*' : ''}`
