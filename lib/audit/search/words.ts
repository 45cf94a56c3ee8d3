/** Text of an event that a search looks at. */
export type Searchable = {
  description: string
  userName: string | null
  userEmail: string | null
  errorMessage: string | null
  entityId: string | null
  metadata: unknown
}

export const searchableColumns = [
  'description',
  'userName',
  'userEmail',
  'errorMessage',
  'entityId',
  'metadata',
] as const satisfies (keyof Searchable)[]

/** Longer words are known by their beginning. */
const maxWordLength = 100

const isAscii = (text: string) => /^[\0-\x7f]*$/.test(text)

/** Text in the form in which words are compared: compatibility forms unified (Unicode NFKC), lower case. */
export function normalized(text: string): string {
  return isAscii(text) ? text.toLowerCase() : text.normalize('NFKC').toLowerCase()
}

/** The words of normalized text: letters with their marks and digits; everything else is between words. */
export function wordsOf(text: string): string[] {
  const words = text.match(isAscii(text) ? /[a-z0-9]+/g : /[\p{L}\p{M}\p{N}]+/gu) ?? []
  return words.map((word) => (word.length > maxWordLength ? Array.from(word).slice(0, maxWordLength).join('') : word))
}

/** Everything of an event that is searched, normalized, one value a line. Of metadata the values, not the keys. */
export function searchableText(event: Searchable): string {
  const { description, userName, userEmail, errorMessage, entityId, metadata } = event
  const texts = [description, userName, userEmail, errorMessage, entityId].filter((text) => text !== null)
  addLeaves(metadata, texts)
  return normalized(texts.join('\n'))
}

/** The text of a stored event, and its metadata as JSON text, as a search selects them from the table `e`. */
export const storedTextSql = `concat_ws(E'\\n', e."description", e."userName", e."userEmail", e."errorMessage", e."entityId") AS text,
  e."metadata"::text AS metadata`

export type StoredText = { text: string; metadata: string | null }

/** JavaScript writes such a number otherwise than PostgreSQL. */
const hasRoundedNumber = /\d{17}|\.0{6}/

/** The same decision as `hasWords` of `searchableText`. JSON is parsed only where the words stand in its text at all. */
export function storedHasWords({ text, metadata }: StoredText, words: readonly string[]): boolean {
  const own = normalized(text)
  if (metadata === null) return hasWords(own, words)
  const all = `${own}\n${normalized(metadata)}`
  if (!words.every((word) => all.includes(word)) && !hasRoundedNumber.test(metadata)) return false
  const leaves: string[] = []
  addLeaves(JSON.parse(metadata), leaves)
  return hasWords(`${own}\n${normalized(leaves.join('\n'))}`, words)
}

/** Depth first and without recursion: JSON may be nested more deeply than calls can be. */
function addLeaves(root: unknown, texts: string[]): void {
  const waiting = [root]
  while (waiting.length > 0) {
    const value = waiting.pop()
    if (typeof value === 'string') texts.push(value)
    else if (typeof value === 'number') texts.push(String(value))
    else if (typeof value === 'object' && value !== null)
      for (const item of Object.values(value).reverse()) waiting.push(item)
  }
}

/** Whether each of the words is the beginning of a word of this normalized text. */
export function hasWords(text: string, words: readonly string[]): boolean {
  return words.every((word) => hasWord(text, word))
}

function hasWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at !== -1; at = text.indexOf(word, at + 1))
    // Two units: the character before may be one of those that take two.
    if (at === 0 || !/[\p{L}\p{M}\p{N}]$/u.test(text.slice(Math.max(0, at - 2), at))) return true
  return false
}
