import { dayMs, hourMs, minuteMs, secondMs } from '../../clock'

const number = new Intl.NumberFormat('en')

/** "1 error", "1,234 errors". */
export function counted(count: number, noun: string): string {
  return `${number.format(count)} ${noun}${count === 1 ? '' : 's'}`
}

/** "15 %", "0.5 %": whole from ten on. */
export function percentOf(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (part / whole) * 100
  return `${percent >= 10 ? Math.round(percent) : Math.round(percent * 10) / 10} %`
}

const units = [
  { ms: dayMs, unit: 'd' },
  { ms: hourMs, unit: 'h' },
  { ms: minuteMs, unit: 'min' },
  { ms: secondMs, unit: 's' },
] as const

/** A length of time in its two largest units: "2 d 3 h", "12 min", "45 s". */
export function spanOf(ms: number): string {
  const first = units.findIndex((unit) => ms >= unit.ms)
  if (first === -1) return '0 s'
  const parts = units.slice(first, first + 2).map(({ ms: size, unit }, at) => {
    const count = Math.floor(at === 0 ? ms / size : (ms % (units[first]?.ms ?? 1)) / size)
    return count === 0 ? '' : `${count} ${unit}`
  })
  return parts.filter(Boolean).join(' ')
}

/** `LEAD_TO_STUDENT.failed` as words: "lead to student failed". */
export function inWords(action: string): string {
  return action
    .split(/[\s_.:-]+/)
    .filter(Boolean)
    .join(' ')
    .toLowerCase()
}

/** The sentence with a full stop, whatever it ended with. */
export function asSentence(text: string): string {
  const trimmed = text.trim()
  return /[.!?…]$/.test(trimmed) ? trimmed : `${trimmed}.`
}
