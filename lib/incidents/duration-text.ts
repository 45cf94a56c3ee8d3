const units = [
  { name: 'd', ms: 86_400_000 },
  { name: 'h', ms: 3_600_000 },
  { name: 'min', ms: 60_000 },
  { name: 's', ms: 1_000 },
] as const

/** "3 d 4 h", "12 min", "40 s": the two largest units, of which seconds stand alone. */
export function durationText(ms: number): string {
  if (ms < 1_000) return 'less than a second'
  const at = units.findIndex((unit) => ms >= unit.ms)
  const [large, small] = [units[at], units[at + 1]]
  if (!large) return 'less than a second'
  const count = Math.floor(ms / large.ms)
  const rest = small && small.name !== 's' ? Math.floor((ms % large.ms) / small.ms) : 0
  return `${count} ${large.name}${small && rest > 0 ? ` ${rest} ${small.name}` : ''}`
}
