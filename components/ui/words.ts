/** A constant in words: `PARTIALLY_PAID` becomes "Partially paid". */
export function wordsOf(constant: string): string {
  const words = constant.toLowerCase().replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
