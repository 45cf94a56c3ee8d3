/**
 * Whether an object in a JSON text has a name twice, of which a parser drops one without a word. `value` is what was
 * parsed from the text: every name of the text is a key of it unless one was dropped.
 */
export function hasNameTwice(text: string, value: unknown): boolean {
  return countNames(text) !== countKeys(value)
}

const [quote, backslash, colon] = [0x22, 0x5c, 0x3a]

/**
 * Strings with a colon behind them. A walk, since a regular expression that meets a long string needs more stack than
 * there is.
 */
function countNames(text: string): number {
  let count = 0
  for (let at = text.indexOf('"'); at >= 0; at = text.indexOf('"', at)) {
    at = endOfString(text, at)
    while (isSpace(text.charCodeAt(at))) at += 1
    if (text.charCodeAt(at) === colon) count += 1
  }
  return count
}

/** The place behind the quotation mark that ends the string which begins here. */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (at < text.length && text.charCodeAt(at) !== quote) at += text.charCodeAt(at) === backslash ? 2 : 1
  return at + 1
}

/** Of JSON (RFC 8259 §2). */
const isSpace = (code: number): boolean => code === 0x20 || code === 0x09 || code === 0x0a || code === 0x0d

/** Without recursion: JSON.parse takes text that is nested deeper than a call stack. */
function countKeys(value: unknown): number {
  let count = 0
  const open = [value]
  while (open.length > 0) {
    const one = open.pop()
    if (typeof one !== 'object' || one === null) continue
    const inside: unknown[] = Object.values(one)
    if (!Array.isArray(one)) count += inside.length
    for (const item of inside) open.push(item)
  }
  return count
}
