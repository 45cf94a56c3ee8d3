/** A constant in words: `PARTIALLY_PAID` becomes "Partially paid". */
export function wordsOf(constant: string): string {
  const words = constant.toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}

const number = new Intl.NumberFormat('en')

/** "1 error", "1,234 errors". */
export function counted(count: number, noun: string): string {
  return `${number.format(count)} ${noun}${count === 1 ? '' : 's'}`
}
