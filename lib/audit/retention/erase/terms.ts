import { AppError } from '../../../errors'

/** Shorter text would match what has nothing to do with the person. */
const minLength = 3

/** The words by which a person is found, as patterns for ILIKE and as they stand inside JSON text. */
export type Terms = { plain: readonly string[]; patterns: readonly string[] }

/** Throws INVALID_INPUT for a word that is too short to name anybody. */
export function termsOf(words: readonly string[]): Terms {
  const plain = [...new Set(words.map((word) => word.trim()))].filter((word) => word !== '')
  const short = plain.find((word) => word.length < minLength)
  if (plain.length === 0) throw new AppError('INVALID_INPUT', 'Nobody was named.')
  if (short !== undefined)
    throw new AppError(
      'INVALID_INPUT',
      `"${short}" is too short to find a person by; give at least ${minLength} characters.`,
    )
  const written = [...new Set(plain.flatMap((word) => [...spellings(word), ...spellings(word).map(inJson)]))]
  return { plain, patterns: written.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`) }
}

/** ILIKE knows upper and lower case of more than ASCII only under some collations. */
const spellings = (word: string): string[] => [
  ...new Set([word, word.toLowerCase(), word.toUpperCase(), word.normalize('NFC'), word.normalize('NFD')]),
]

const inJson = (word: string): string => JSON.stringify(word).slice(1, -1)

/** Whether text (of a file, say) names the person. */
export function mentions(text: string, { plain }: Terms): boolean {
  const lower = text.toLowerCase()
  return plain.some((word) =>
    spellings(word).some((way) => [way, inJson(way)].some((form) => lower.includes(form.toLowerCase()))),
  )
}
