import { hash } from 'node:crypto'
import { type Searchable, searchableText, wordsOf } from './words'

/** Values of an event that filters compare as a whole. */
export type Identified = {
  requestId: string | null
  correlationId: string | null
  source: string
  entityId: string | null
  entityType: string | null
  action: string
  severity: string
  userId: string | null
}

export const identifyingColumns = [
  'requestId',
  'correlationId',
  'source',
  'entityId',
  'entityType',
  'action',
  'severity',
  'userId',
] as const satisfies (keyof Identified)[]

const marks = {
  requestId: 'r',
  correlationId: 'c',
  source: 's',
  entityId: 'i',
  entityType: 't',
  action: 'a',
  severity: 'v',
  userId: 'u',
} as const satisfies Record<keyof Identified, string>

/** Stands in a block whose words are too many to be listed; every query asks for it too. */
export const alwaysLook = '*'

/** A value as an entry of the index. No word has a colon in it. */
export function token(field: keyof Identified, value: string): string {
  // Actions as they are, since one can ask for all that begin alike.
  if (field === 'action') return `${marks.action}:${value.slice(0, maxActionLength).toWellFormed()}`
  return short(`${marks[field]}:${value}`)
}

/** An error and a value of the same event: that a block has an error and a login does not say that a login failed. */
export function errorToken(severity: string, value: string): string {
  return `${token('severity', severity)}&${value}`
}

/** A user and an action of the same event, likewise. */
export function deedToken(userId: string, action: string): string {
  return short(`${marks.userId}:${userId}&${action}`)
}

/** Longer than any filter can be, and short enough for PostgreSQL, which takes 2,046 bytes in a lexeme. */
const maxActionLength = 200
const maxLength = 16

/** Ids are most of the index, and nobody asks for how one begins: a hash of 72 bits finds them as well. */
function short(text: string): string {
  return text.length <= maxLength ? text : `#${hash('sha256', text.toWellFormed(), 'base64url').slice(0, 12)}`
}

/** A token in the text of a tsvector or tsquery, so that nothing in it is an operator. */
export const quoted = (token: string): string =>
  token.includes("'") || token.includes('\\') ? `'${token.replace(/['\\]/g, '$&$&')}'` : `'${token}'`

/** What the index says of one event. */
export function tokensOf(event: Searchable & Identified): Set<string> {
  const tokens = new Set(wordsOf(searchableText(event)))
  for (const field of identifyingColumns) {
    const value = event[field]
    // Nearly always the same: a query for the one asks for both.
    if (value === null || (field === 'correlationId' && value === event.requestId)) continue
    const own = token(field, value)
    tokens.add(own)
    if (event.severity !== 'INFO' && field !== 'severity') tokens.add(errorToken(event.severity, own))
  }
  if (event.userId !== null) tokens.add(deedToken(event.userId, event.action))
  return tokens
}
