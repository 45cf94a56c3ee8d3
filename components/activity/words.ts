import { asLabel, capital, inWords } from '@/components/ui/name-words'
import { type AuditAction, findAction } from '@/lib/audit/browser'
import type { AuditEvent } from '@/lib/audit/contract'

/** Names of one thing that other systems use for an action of the catalogue (contracts §3.3). */
const aliases = new Map<string, AuditAction>([
  ['LOGIN_SUCCESS', 'LOGIN'],
  ['USER_LOGIN', 'LOGIN'],
  ['LOGIN_FAILURE', 'LOGIN_FAILED'],
  ['PASSWORD_CHANGE', 'PASSWORD_CHANGED'],
  ['USER_CREATE', 'USER_CREATED'],
  ['USER_UPDATE', 'USER_UPDATED'],
  ['USER_DELETE', 'USER_DELETED'],
])

/** The catalogue's entry for an action as stored, or undefined for another system's own action. */
export function entryOf(action: string) {
  const upper = action.toUpperCase()
  return findAction(aliases.get(upper) ?? upper)
}

/** Who did it, as a name. */
export function actorName(
  event: Pick<AuditEvent, 'userName' | 'userEmail' | 'actorType' | 'source' | 'erasedAt'>,
): string {
  const name = event.userName ?? event.userEmail
  if (event.actorType === 'system') return capital(name ?? 'daybook')
  if (event.actorType === 'job') return `Job ${name ?? 'without a name'}`
  if (event.actorType === 'apiKey') return `API key ${name ?? 'without a name'}`
  if (name !== null) return name
  if (event.actorType === 'anonymous') return 'Somebody'
  return event.erasedAt === null ? 'Somebody unknown' : 'An erased person'
}

/**
 * What they did, to follow the name. A deed that failed is never told as done, and another system's own action is
 * told in its own words.
 */
export function deedOf({ action, severity }: Pick<AuditEvent, 'action' | 'severity'>): string {
  const entry = entryOf(action)
  if (!entry) return `did “${inWords(action)}”`
  const isFailure = severity === 'ERROR' || severity === 'CRITICAL'
  const tellsFailure = entry.severity === 'ERROR' || entry.severity === 'CRITICAL'
  return isFailure && !tellsFailure ? `ran into a failure: ${inWords(action)}` : entry.sentence
}

/** An action as a label: "Added a lead", or another system's own name in words. */
export function actionLabel(action: string): string {
  const sentence = entryOf(action)?.sentence
  return sentence === undefined ? asLabel(action) : capital(sentence)
}

/** "Ada Lovelace added a lead". */
export function sentenceOf(event: AuditEvent): string {
  return `${actorName(event)} ${deedOf(event)}`
}

/** The event's own description, unless it only says the sentence again. */
export function descriptionOf(event: AuditEvent): string | undefined {
  const plain = (text: string) => text.trim().toLowerCase().replace(/\.$/, '')
  const text = event.description.trim()
  return text === '' || plain(text) === plain(sentenceOf(event)) ? undefined : text
}
