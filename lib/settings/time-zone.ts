/** Whether the name is one that this system's time zone data knows. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    // RangeError is how Intl says that it does not know the name.
    return false
  }
}
