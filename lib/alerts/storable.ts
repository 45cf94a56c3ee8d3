/** Text as PostgreSQL can keep it, at most so long: without NUL, and without half of a character that was cut in two. */
export function storableText(text: string, maxLength = Number.POSITIVE_INFINITY): string {
  const whole = text.replaceAll('\0', '')
  return (whole.length > maxLength ? `${whole.slice(0, maxLength - 1)}…` : whole).toWellFormed()
}

/** JSON of which every text is storable. What people write, and what a message is cut to, must never keep it from being told. */
export function storableJson<T>(value: T): T {
  return JSON.parse(JSON.stringify(value, (_key, part) => (typeof part === 'string' ? storableText(part) : part)))
}
