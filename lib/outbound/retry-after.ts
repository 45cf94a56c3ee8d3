const longestMs = 24 * 60 * 60 * 1_000

/**
 * Milliseconds that a `Retry-After` field asks to wait: seconds or an HTTP date (RFC 9110 §10.2.3), at most a day.
 * Undefined when there is none that can be read.
 */
export function parseRetryAfter(value: string | undefined, now: Date): number | undefined {
  const text = value?.trim() ?? ''
  // Discord and others write fractions of a second, which the RFC does not know.
  if (/^\d{1,12}(\.\d+)?$/.test(text)) return Math.min(Math.ceil(Number(text) * 1_000), longestMs)
  if (!/[a-z]{3}/i.test(text)) return undefined
  const at = Date.parse(text)
  return Number.isNaN(at) ? undefined : Math.min(Math.max(at - now.getTime(), 0), longestMs)
}
