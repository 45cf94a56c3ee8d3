const units = [
  { minutes: 1_440, one: 'day', many: 'days' },
  { minutes: 60, one: 'h', many: 'h' },
  { minutes: 1, one: 'min', many: 'min' },
] as const

/** "90" becomes "1 h 30 min", "2880" becomes "2 days". Whole minutes above zero. */
export function minutesInWords(minutes: number): string {
  let rest = minutes
  const parts = units.flatMap((unit) => {
    const count = Math.floor(rest / unit.minutes)
    rest -= count * unit.minutes
    return count === 0 ? [] : [`${count} ${count === 1 ? unit.one : unit.many}`]
  })
  return parts.join(' ')
}
