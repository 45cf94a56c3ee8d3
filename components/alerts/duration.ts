const steps = [
  { size: 86_400, one: 'day', many: 'days' },
  { size: 3_600, one: 'hour', many: 'hours' },
  { size: 60, one: 'minute', many: 'minutes' },
  { size: 1, one: 'second', many: 'seconds' },
] as const

/** "2 hours 5 minutes": the two largest units that matter; "under a second" for nothing. */
export function durationText(milliseconds: number): string {
  let rest = Math.max(0, Math.round(milliseconds / 1_000))
  const parts: string[] = []
  for (const { size, one, many } of steps) {
    const count = Math.floor(rest / size)
    rest -= count * size
    if (count > 0) parts.push(`${count} ${count === 1 ? one : many}`)
    else if (parts.length > 0) break
    if (parts.length === 2) break
  }
  return parts.join(' ') || 'under a second'
}
