import { toJsonValue } from '../../json-value'
import { isSecretKey, redacted, redactText } from '../../redact'

/**
 * Stored JSON text as it may leave Daybook: as it is, no number rounded; or redacted, when rows changed outside of
 * Daybook brought a secret into the trail.
 */
export function shownJson(text: string): string {
  const value: unknown = JSON.parse(text)
  return holdsSecret(value) ? JSON.stringify(toJsonValue(value)) : text
}

function holdsSecret(value: unknown): boolean {
  if (typeof value === 'string') return redactText(value) !== value
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(holdsSecret)
  return Object.entries(value).some(
    ([key, item]) => (isSecretKey(key) && item !== null && item !== redacted) || holdsSecret(key) || holdsSecret(item),
  )
}
