import { severities } from '../actions'
import type { ExactFilters } from '../read/filters'
import { alwaysLook, deedToken, errorToken, type Identified, quoted, token } from './tokens'

/** Shorter beginnings stand in nearly every block, and asking for them would read most of the index. */
const minWordLength = 2

type Term = { token: string; isPrefix?: boolean }

/**
 * `candidates` is the tsquery of the blocks in which such an event can be, for the index: every block that has one
 * matches. `together`, where it says more, asks for all of it in one event, which takes reading the words of a block.
 */
export type BlockQuery = { candidates: string; together: string | undefined }

/** Undefined when there is nothing to ask the index for, so that every block must be looked at. */
export function blockQuery(filters: ExactFilters, words: readonly string[]): BlockQuery | undefined {
  const groups = termGroups(filters, words).map(anyOf)
  if (groups.length === 0) return undefined
  const either = (query: string) => `(${query}) | ${lexeme({ token: alwaysLook })}`
  return {
    candidates: either(groups.join(' & ')),
    // Distance 0: the place of a word is that of its event.
    together: groups.length > 1 ? either(groups.join(' <0> ')) : undefined,
  }
}

/** One of each group must be there. */
function termGroups(filters: ExactFilters, words: readonly string[]): Term[][] {
  const { actorUserId, action, severity } = filters
  const errors = severity && !severity.includes('INFO') ? severity : undefined
  const values = valueTerms(filters)
  const groups = errors ? values.map((terms) => pairedWith(errors, terms)) : values
  if (severity && (!errors || values.length === 0))
    groups.push(severity.map((one) => ({ token: token('severity', one) })))
  if (actorUserId !== undefined && action && !action.some(isPattern))
    groups.push(action.map((name) => ({ token: deedToken(actorUserId, name) })))
  for (const word of words) if (word.length >= minWordLength) groups.push([{ token: word, isPrefix: true }])
  return groups
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

const lexeme = ({ token, isPrefix }: Term) => `${quoted(token)}${isPrefix ? ':*' : ''}`
